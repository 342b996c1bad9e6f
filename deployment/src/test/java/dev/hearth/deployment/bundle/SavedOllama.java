package dev.hearth.deployment.bundle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An image as tools save it: the files of an OCI layout, or of what docker save writes. */
final class SavedOllama {
  private SavedOllama() {}

  /** As skopeo and {@code podman save --format oci-archive} write it. */
  static Map<String, byte[]> oci(String tag, List<byte[]> layers) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    List<String> described = new ArrayList<>();
    for (byte[] layer : layers) {
      described.add(descriptor(files, layer, "application/vnd.oci.image.layer.v1.tar", ""));
    }
    String manifest =
        "{\"schemaVersion\":2,\"config\":{},\"layers\":[" + String.join(",", described) + "]}";
    String image =
        descriptor(
            files,
            Bundles.bytes(manifest),
            "application/vnd.oci.image.manifest.v1+json",
            ",\"platform\":{\"architecture\":\"amd64\",\"os\":\"linux\"}");
    String attestation =
        descriptor(
            files,
            Bundles.bytes("{\"layers\":[{\"digest\":\"sha256:none\"}]}"),
            "application/vnd.oci.image.manifest.v1+json",
            ",\"platform\":{\"architecture\":\"unknown\",\"os\":\"unknown\"}");
    String both = "{\"manifests\":[" + attestation + "," + image + "]}";
    String index =
        descriptor(
            files,
            Bundles.bytes(both),
            "application/vnd.oci.image.index.v1+json",
            ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + tag + "\"}");
    files.put("oci-layout", Bundles.bytes("{\"imageLayoutVersion\":\"1.0.0\"}"));
    files.put("index.json", Bundles.bytes("{\"manifests\":[" + index + "]}"));
    return files;
  }

  private static String descriptor(
      Map<String, byte[]> files, byte[] blob, String type, String more) {
    String sum = TarText.sha256(blob);
    files.put("blobs/sha256/" + sum, blob);
    return "{\"mediaType\":\""
        + type
        + "\",\"digest\":\"sha256:"
        + sum
        + "\",\"size\":"
        + blob.length
        + more
        + "}";
  }

  /** As {@code podman save} and Docker before 25 write it. */
  static Map<String, byte[]> docker(String tag, List<byte[]> layers) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (byte[] layer : layers) {
      files.put(TarText.sha256(layer) + ".tar", layer);
    }
    String names =
        files.keySet().stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(","));
    files.put(
        "manifest.json",
        Bundles.bytes(
            "[{\"Config\":\"c.json\",\"RepoTags\":[\"" + tag + "\"],\"Layers\":[" + names + "]}]"));
    return files;
  }

  static Path folder(Path folder, Map<String, byte[]> files) {
    files.forEach((name, content) -> FixedOllama.put(folder.resolve(name), content));
    return folder;
  }

  static byte[] tar(Map<String, byte[]> files) {
    TarText tar = new TarText();
    files.forEach(tar::file);
    return tar.bytes();
  }
}
