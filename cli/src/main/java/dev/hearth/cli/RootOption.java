package dev.hearth.cli;

import dev.hearth.machine.Machine;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.capture.Roots;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --root}: which machine a command looks at. */
final class RootOption {
  @Option(
      names = "--root",
      paramLabel = "PATH",
      description = {
        "Look at another machine: a file that hearth capture wrote,",
        "or a folder that holds its sys, proc, dev and etc."
      })
  @Nullable Path root;

  /** The machine to look at. */
  Machine machine() {
    return machine(root);
  }

  static Machine machine(@Nullable Path root) {
    return root == null ? Roots.live(new ProcessCommandRunner()) : Roots.open(root);
  }

  /** Whether it is the machine this runs on. */
  boolean live() {
    return root == null;
  }
}
