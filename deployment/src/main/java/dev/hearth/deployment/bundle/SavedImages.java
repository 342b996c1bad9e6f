package dev.hearth.deployment.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds the image in what {@code docker save}, {@code podman save} or skopeo wrote. */
final class SavedImages {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LARGEST_JSON = 8 << 20;
  private static final int DEEPEST = 4;
  private static final String DIGEST = "sha256:[0-9a-f]{64}";

  private final Blobs blobs;
  private final OllamaVersion wanted;

  SavedImages(Blobs blobs, OllamaVersion wanted) {
    this.blobs = blobs;
    this.wanted = wanted;
  }

  SavedImage find() throws IOException {
    Optional<JsonNode> docker = json("manifest.json");
    if (docker.isPresent()) {
      return docker(docker.get());
    }
    JsonNode index =
        json("index.json")
            .orElseThrow(() -> new IOException("it has no manifest.json and no index.json"));
    return oci(index, List.of(), 0);
  }

  private SavedImage docker(JsonNode images) throws IOException {
    List<SavedImage> found = new ArrayList<>();
    for (JsonNode image : images) {
      List<SavedImage.Layer> layers = new ArrayList<>();
      image.path("Layers").forEach(each -> layers.add(layer(each.asString(""))));
      List<String> tags = new ArrayList<>();
      image.path("RepoTags").forEach(each -> tags.add(each.asString("")));
      found.add(new SavedImage(layers, tags));
    }
    return choose(found);
  }

  private static SavedImage.Layer layer(String blob) {
    return new SavedImage.Layer(
        blob,
        blob.matches("blobs/sha256/[0-9a-f]{64}")
            ? Optional.of(blob.substring("blobs/sha256/".length()))
            : Optional.empty());
  }

  private SavedImage oci(JsonNode index, List<String> tags, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("its index leads nowhere");
    }
    List<SavedImage> found = new ArrayList<>();
    for (JsonNode each : index.path("manifests")) {
      if (forOther(each.path("platform"))) {
        continue;
      }
      String digest = each.path("digest").asString("");
      JsonNode content =
          json(blob(digest)).orElseThrow(() -> new IOException("it lacks the blob " + digest));
      List<String> names = named(each, tags);
      found.add(
          content.has("manifests")
              ? oci(content, names, depth + 1)
              : new SavedImage(layers(content), names));
    }
    return choose(found);
  }

  private static List<SavedImage.Layer> layers(JsonNode manifest) throws IOException {
    List<SavedImage.Layer> layers = new ArrayList<>();
    for (JsonNode each : manifest.path("layers")) {
      layers.add(layer(blob(each.path("digest").asString(""))));
    }
    return layers;
  }

  /** Attestations say "unknown"; what says nothing is taken. */
  private static boolean forOther(JsonNode platform) {
    return platform.has("architecture")
        && !(platform.path("architecture").asString("").equals("amd64")
            && platform.path("os").asString("linux").equals("linux"));
  }

  private static List<String> named(JsonNode descriptor, List<String> above) {
    JsonNode annotations = descriptor.path("annotations");
    List<String> names = new ArrayList<>(above);
    for (String key : List.of("io.containerd.image.name", "org.opencontainers.image.ref.name")) {
      if (annotations.has(key)) {
        names.add(annotations.path(key).asString(""));
      }
    }
    return names;
  }

  private SavedImage choose(List<SavedImage> found) throws IOException {
    List<SavedImage> images = found.stream().filter(each -> !each.layers().isEmpty()).toList();
    if (images.size() == 1) {
      return images.getFirst();
    }
    List<SavedImage> fitting =
        images.stream().filter(each -> each.tags().stream().anyMatch(this::isWanted)).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    throw new IOException(
        images.isEmpty()
            ? "it holds no image for linux/amd64"
            : "it holds "
                + images.size()
                + " images, and "
                + fitting.size()
                + " of them are tagged "
                + wanted.text()
                + "-rocm");
  }

  private boolean isWanted(String tag) {
    String name = wanted.text() + "-rocm";
    return tag.equals(name) || tag.endsWith(":" + name);
  }

  private static String blob(String digest) throws IOException {
    if (!digest.matches(DIGEST)) {
      throw new IOException("it names a blob by no sha256: " + digest);
    }
    return "blobs/" + digest.replace(':', '/');
  }

  private Optional<JsonNode> json(String name) throws IOException {
    Optional<InputStream> found = blobs.open(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = found.get()) {
      byte[] bytes = in.readNBytes(LARGEST_JSON + 1);
      if (bytes.length > LARGEST_JSON) {
        throw new IOException(name + " is absurdly large");
      }
      return Optional.of(JSON.readTree(new String(bytes, StandardCharsets.UTF_8)));
    } catch (JacksonException damaged) {
      throw new IOException(name + " is damaged: " + damaged.getOriginalMessage(), damaged);
    }
  }
}
