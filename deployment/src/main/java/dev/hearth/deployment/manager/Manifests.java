package dev.hearth.deployment.manager;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads manifests of images, as registries and engines' programs write them. Pure. */
final class Manifests {
  private static final Reading<Long> PACKED_ONLY =
      Reading.unknown("a manifest tells only how large the image is packed");

  private static final String COMPLAINT = "parsing manifest blob \"";

  private Manifests() {}

  /** The sizes of one image's manifest: OCI's or Docker's, or what skopeo makes of it. */
  static Optional<ImageSizes> sizes(String text) {
    return Json.parse(text, "manifest").asOptional().flatMap(Manifests::sizes);
  }

  /**
   * The sizes in what {@code docker manifest inspect --verbose} prints: one entry, or one for each
   * platform.
   *
   * @param architecture as images call it: amd64, arm64
   */
  static Optional<ImageSizes> verbose(String text, String architecture) {
    return Json.parse(text, "manifest").asOptional().stream()
        .flatMap(all -> all.items().isEmpty() ? Stream.of(all) : all.items().stream())
        .filter(entry ->
            entry.member("Descriptor").flatMap(it -> it.member("platform")).stream()
                .allMatch(platform -> fits(platform, architecture)))
        .flatMap(entry ->
            Stream.of("OCIManifest", "SchemaV2Manifest").flatMap(it -> entry.member(it).stream()))
        .flatMap(manifest -> sizes(manifest).stream())
        .findFirst();
  }

  /**
   * The manifest in what {@code podman manifest inspect} prints. It knows lists only: the manifest
   * of a single image stands, in quotes, in its complaint that it is none. Seen with 5.4.2.
   */
  static String ofPodman(Finished finished) {
    int start = finished.stderr().indexOf(COMPLAINT);
    int end = finished.stderr().lastIndexOf("\" as a ");
    if (finished.succeeded() || start < 0 || end < start + COMPLAINT.length()) {
      return finished.stdout();
    }
    String quoted = finished.stderr().substring(start + COMPLAINT.length() - 1, end + 1);
    return Json.parse(quoted, "manifest").asOptional().flatMap(Json::string).orElse("");
  }

  /** The digest of the image for a platform in a list of them; empty where it is no list. */
  static Optional<String> digest(String text, String architecture) {
    return Json.parse(text, "manifest").asOptional().stream()
        .flatMap(list -> list.items("manifests").stream())
        .filter(entry -> entry.member("platform").filter(it -> fits(it, architecture)).isPresent())
        .flatMap(entry -> entry.text("digest").stream())
        .findFirst();
  }

  private static boolean fits(Json platform, String architecture) {
    return platform.text("architecture").filter(architecture::equals).isPresent()
        && platform.text("os").orElse("linux").equals("linux");
  }

  private static Optional<ImageSizes> sizes(Json manifest) {
    List<Json> own = manifest.items("layers");
    List<Json> layers = own.isEmpty() ? manifest.items("LayersData") : own;
    Map<String, Long> byDigest = new HashMap<>();
    for (Json layer : layers) {
      Optional<String> digest = layer.text("digest").or(() -> layer.text("Digest"));
      Optional<Long> size = layer.number("size").or(() -> layer.number("Size"));
      if (digest.isEmpty() || size.filter(it -> it >= 0).isEmpty()) {
        return Optional.empty();
      }
      byDigest.put(digest.get(), size.get());
    }
    long sum = byDigest.values().stream().mapToLong(Long::longValue).sum();
    return layers.isEmpty()
        ? Optional.empty()
        : Optional.of(new ImageSizes(sum, PACKED_ONLY, byDigest));
  }
}
