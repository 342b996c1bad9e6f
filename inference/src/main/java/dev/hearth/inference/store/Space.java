package dev.hearth.inference.store;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Looks before it leaps: whether the disk has room for what is to come. */
final class Space {
  /** Left free, so that a pull never fills the disk to its last byte. */
  static final long MARGIN = 64L << 20;

  private Space() {}

  static void check(FreeSpace space, Path path, String what, long needed) {
    long free;
    try {
      free = space.at(path);
    } catch (IOException trouble) {
      throw Trouble.reading(path, trouble);
    }
    if (needed > 0 && free - MARGIN < needed) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "There is no room for model " + what,
              String.format(
                  Locale.ROOT,
                  "%s needed and %s kept free, %s free at %s",
                  Trouble.size(needed),
                  Trouble.size(MARGIN),
                  Trouble.size(free),
                  path),
              "Free some space, remove models with `hearth models rm`, or set"
                  + " MACHINE_LEARNING_CACHE_FOLDER to a larger disk."));
    }
  }
}
