package dev.hearth.inference.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a repository of the hub holds at one commit.
 *
 * @param repository {@code owner/name}
 * @param commit the revision's commit, so that all files are of one moment; the revision itself
 *     where the hub does not tell
 */
record HubListing(String repository, String commit, List<HubFile> files) {
  /** A file by its path in the repository, with slashes. */
  record HubFile(String path, Expected expected) {}

  HubListing {
    files = List.copyOf(files);
  }

  /**
   * Reads the answer to {@code GET /api/models/{repo}/revision/{rev}?blobs=true}.
   *
   * @throws JacksonException when it is not such an answer
   */
  static HubListing parse(String repository, String revision, byte[] json) {
    JsonNode root = JsonMapper.shared().readTree(json);
    String sha = root.path("sha").asString("");
    List<HubFile> files =
        root.path("siblings")
            .valueStream()
            .map(HubListing::file)
            .filter(file -> !file.path().isEmpty())
            .toList();
    return new HubListing(repository, sha.matches("[0-9a-f]{40}") ? sha : revision, files);
  }

  private static HubFile file(JsonNode sibling) {
    JsonNode lfs = sibling.path("lfs");
    JsonNode size = lfs.path("size").isNumber() ? lfs.path("size") : sibling.path("size");
    Optional<String> sha256 =
        Optional.of(lfs.path("sha256").asString("")).filter(text -> text.matches("[0-9a-f]{64}"));
    Optional<String> blob =
        Optional.of(sibling.path("blobId").asString(""))
            .filter(text -> lfs.isMissingNode() || lfs.isNull())
            .filter(text -> text.matches("[0-9a-f]{40}"));
    OptionalLong bytes =
        size.isNumber() && size.asLong() >= 0
            ? OptionalLong.of(size.asLong())
            : OptionalLong.empty();
    return new HubFile(sibling.path("rfilename").asString(""), new Expected(bytes, sha256, blob));
  }
}
