package dev.hearth.deployment.edit;

import java.nio.file.Path;

/**
 * Where new files go.
 *
 * @param quadlets units for Podman's generator
 * @param compose a folder of our own, in which each project gets one
 * @param units units of systemd
 */
public record Folders(Path quadlets, Path compose, Path units) {
  /**
   * Those of a user who is not root.
   *
   * @param home the user's
   * @param data Hearth's own folder
   */
  public static Folders rootless(Path home, Path data) {
    return new Folders(
        home.resolve(".config/containers/systemd"),
        data.resolve("compose"),
        home.resolve(".config/systemd/user"));
  }

  /**
   * Those of the system.
   *
   * @param data Hearth's own folder
   */
  public static Folders rootful(Path data) {
    return new Folders(
        Path.of("/etc/containers/systemd"),
        data.resolve("compose"),
        Path.of("/etc/systemd/system"));
  }
}
