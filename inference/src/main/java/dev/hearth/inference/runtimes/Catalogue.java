package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.OnnxVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packages that hold runtimes of exactly the version of the Java classes, for one sort of
 * processor. They are pinned in {@code packages.json}.
 *
 * @param version of the Java classes of ONNX Runtime
 * @param architecture of this machine
 * @param packages by provider; none for those that are plug-ins
 */
record Catalogue(String version, Architecture architecture, Map<Provider, PinnedPackage> packages) {
  Catalogue {
    packages = Map.copyOf(packages);
  }

  /** For the Java classes and the processor that this runs on. */
  static Catalogue current() {
    String version = OnnxVersion.ofClasses().orElse("unknown");
    return new Catalogue(version, Architecture.current(), pinned(version));
  }

  Optional<PinnedPackage> of(Provider provider) {
    return Optional.ofNullable(packages.get(provider));
  }

  private static Map<Provider, PinnedPackage> pinned(String version) {
    JsonMapper mapper =
        JsonMapper.builder().enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS).build();
    try (InputStream resource = Catalogue.class.getResourceAsStream("packages.json")) {
      JsonNode packages = mapper.readTree(resource).path(version);
      Map<String, PinnedPackage> named =
          mapper.convertValue(
              packages.isObject() ? packages : mapper.createObjectNode(), new TypeReference<>() {});
      Map<Provider, PinnedPackage> pinned = new HashMap<>();
      named.forEach(
          (key, value) -> pinned.put(Provider.valueOf(key.toUpperCase(Locale.ROOT)), value));
      return pinned;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
