package dev.hearth.deployment.transaction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whose a file is and who may use it.
 *
 * @param mode the lower twelve bits
 * @param owner empty for whoever writes it
 */
public record Attributes(int mode, Optional<Owner> owner) {
  /** Of files that are new. */
  static final Attributes READABLE = new Attributes(0644, Optional.empty());

  /** Of copies: what is in them may be secret. */
  static final Attributes PRIVATE = new Attributes(0600, Optional.empty());

  private static final int BITS = 07777;

  /** By number: names may not exist here. */
  public record Owner(int uid, int gid) {}

  static Attributes of(Path file) throws IOException {
    Map<String, Object> read = Files.readAttributes(file, "unix:mode,uid,gid");
    return new Attributes(
        number(read, "mode") & BITS,
        Optional.of(new Owner(number(read, "uid"), number(read, "gid"))));
  }

  private static int number(Map<String, Object> read, String name) {
    return (Integer) Objects.requireNonNull(read.get(name), name);
  }

  void giveTo(Path file) throws IOException {
    Optional<Owner> present = of(file).owner();
    if (owner.isPresent() && !owner.equals(present)) {
      // one after the other: a member of the group may give the group but not the owner
      Files.setAttribute(file, "unix:gid", owner.get().gid());
      Files.setAttribute(file, "unix:uid", owner.get().uid());
    }
    // last: a change of owner takes bits away
    Files.setAttribute(file, "unix:mode", mode);
  }
}
