package dev.hearth.deployment.bundle;

import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.doctor.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * SELinux's labels. They are set while the bundle is staged, and renaming keeps them: the rule for
 * libraries goes by a folder named lib above, which staging has too.
 */
final class Labels {
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private Labels() {}

  /** Labels a staged tree where SELinux enforces; empty where it does not. */
  static Optional<Finding> set(Machine machine, CommandRunner runner, Path tree, Path libraries) {
    if (!machine.text("/sys/fs/selinux/enforce").orElse("0").equals("1")) {
      return Optional.empty();
    }
    String trouble = trouble(runner, tree);
    return Optional.of(
        trouble.isEmpty()
            ? Findings.pass(
                "selinux", "The libraries bear SELinux's labels", "restorecon -R " + tree)
            : Findings.warn(
                "selinux",
                "SELinux enforces, and the libraries could not be labelled",
                trouble,
                "Run `sudo restorecon -R " + libraries + "` when they are in place."));
  }

  private static String trouble(CommandRunner runner, Path tree) {
    try {
      Finished finished =
          runner.run(new Command(List.of("restorecon", "-R", tree.toString()), DEADLINE));
      return finished.succeeded() ? "" : "restorecon: " + finished.stderr().strip();
    } catch (ProblemException failed) {
      return failed.problem().sentence();
    }
  }
}
