package dev.hearth.inference.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a file's source says about its content; anything may be unknown.
 *
 * @param size bytes
 * @param sha256 hex digest of large files
 * @param gitBlob hex object id of small files: SHA-1 over {@code "blob <size>\0"} and the content
 */
record Expected(OptionalLong size, Optional<String> sha256, Optional<String> gitBlob) {
  static final Expected NOTHING =
      new Expected(OptionalLong.empty(), Optional.empty(), Optional.empty());

  static Expected exactly(long size, String sha256) {
    return new Expected(OptionalLong.of(size), Optional.of(sha256), Optional.empty());
  }

  /** This, and what another says where this is silent. */
  Expected or(Expected other) {
    return new Expected(
        size.isPresent() ? size : other.size,
        sha256.or(() -> other.sha256),
        gitBlob.or(() -> other.gitBlob));
  }

  /** An entity tag: the hub gives the SHA-256 of large files and the git id of small ones. */
  static Expected ofTag(String tag) {
    String bare = tag.replaceFirst("^W/", "").replace("\"", "");
    if (bare.matches("[0-9a-f]{64}")) {
      return new Expected(OptionalLong.empty(), Optional.of(bare), Optional.empty());
    }
    return bare.matches("[0-9a-f]{40}")
        ? new Expected(OptionalLong.empty(), Optional.empty(), Optional.of(bare))
        : NOTHING;
  }
}
