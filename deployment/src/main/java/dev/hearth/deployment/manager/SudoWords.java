package dev.hearth.deployment.manager;

import dev.hearth.machine.Finished;
import java.util.List;
import java.util.stream.Collectors;

/** What sudo says itself, among the words of the program that it runs. Pure. */
final class SudoWords {
  private static final String COMPLAINT = "sudo: unable to resolve host";

  private static final List<String> REFUSALS =
      List.of(
          "a password is required",
          "a terminal is required",
          "not in the sudoers file",
          "is not allowed to",
          "may not run sudo",
          "command not found");

  private SudoWords() {}

  /** The same without sudo's complaint about the network's names, which hinders nothing. */
  static Finished without(Finished finished) {
    String stderr = finished.stderr();
    return stderr.contains(COMPLAINT)
        ? new Finished(finished.exitCode(), finished.stdout(), withoutComplaint(stderr))
        : finished;
  }

  private static String withoutComplaint(String stderr) {
    return stderr
        .lines()
        .filter(line -> !line.startsWith(COMPLAINT))
        .collect(Collectors.joining("\n"));
  }

  /** Whether sudo did not run the program at all. */
  static boolean refuses(String stderr) {
    return stderr
        .lines()
        .anyMatch(line ->
            (line.startsWith("sudo: ")
                    || line.startsWith("Sorry, user ")
                    || line.contains("sudoers"))
                && REFUSALS.stream().anyMatch(line::contains));
  }
}
