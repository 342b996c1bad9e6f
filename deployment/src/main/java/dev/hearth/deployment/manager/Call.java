package dev.hearth.deployment.manager;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A program that a manager runs.
 *
 * @param argv without sudo
 * @param as who must run it
 * @param deadline how long it may take
 * @param folder where; empty for anywhere
 */
record Call(List<String> argv, As as, Duration deadline, Optional<Path> folder) {
  private static final Duration BRIEFLY = Duration.ofSeconds(20);

  Call {
    argv = List.copyOf(argv);
  }

  /** Who must run a program. */
  enum As {
    /** This user. */
    USER,
    /** This user, with the variables that lead to the user's own systemd. */
    SESSION,
    /** Root. */
    ROOT,
    /** Who may use Docker's socket: this user, or else root. */
    DOCKER
  }

  /** A question that is answered at once. */
  static Call brief(As as, List<String> argv) {
    return new Call(argv, as, BRIEFLY, Optional.empty());
  }

  Call within(Duration longer) {
    return new Call(argv, as, longer, folder);
  }

  Call in(Path place) {
    return new Call(argv, as, deadline, Optional.of(place));
  }
}
