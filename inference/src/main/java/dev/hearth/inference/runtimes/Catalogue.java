package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.OnnxVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
    try (InputStream resource =
        Objects.requireNonNull(Catalogue.class.getResourceAsStream("packages.json"))) {
      String document = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
      Fields versions = Fields.of(document, "packages.json");
      Map<Provider, PinnedPackage> pinned = new EnumMap<>(Provider.class);
      if (versions.object().member(version).isPresent()) {
        Fields packages = versions.object(version);
        for (Provider provider : Provider.values()) {
          if (packages.object().member(provider.key()).isPresent()) {
            pinned.put(provider, read(packages.object(provider.key())));
          }
        }
      }
      return pinned;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (Fields.Malformed ours) {
      throw new IllegalStateException(ours);
    }
  }

  private static PinnedPackage read(Fields fields) throws Fields.Malformed {
    return new PinnedPackage(
        PinnedPackage.Client.valueOf(fields.text("client").toUpperCase(Locale.ROOT)),
        fields.text("coordinates"),
        fields.text("file"),
        fields.text("licence"),
        fields.number("bytes"),
        fields.text("sha256"),
        fields.text("core"),
        fields.text("binding"),
        fields.text("linked"),
        fields.list(
            "files",
            each ->
                new PinnedPackage.Item(
                    each.text("inside"),
                    each.text("name"),
                    each.number("bytes"),
                    each.text("sha256"))),
        fields.list(
            "needs", each -> new PinnedPackage.Need(each.text("library"), each.text("from"))));
  }
}
