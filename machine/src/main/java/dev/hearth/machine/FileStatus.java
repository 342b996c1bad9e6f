package dev.hearth.machine;

import java.util.Locale;

/**
 * What {@code stat(2)} says of a file.
 *
 * @param kind what it is
 * @param mode the permission bits, {@code 0..07777}
 * @param uid the owner's number
 * @param gid the group's number; compare numbers, since names differ between host and image
 */
public record FileStatus(Kind kind, int mode, int uid, int gid) {
  /** Kinds of files that matter here. */
  public enum Kind {
    FILE,
    DIRECTORY,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    OTHER
  }

  /** The permission bits as four octal digits, as {@code stat -c %04a} prints them. */
  public String octal() {
    return String.format(Locale.ROOT, "%04o", mode);
  }
}
