package dev.hearth.cli;

import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.host.PipedInput;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * What this program is given to read.
 *
 * @param piped whether something is: a pipe or a file, and no terminal
 */
record StandardInput(BooleanSupplier piped, InputStream stream) {
  static StandardInput live() {
    return new StandardInput(
        () -> PipedInput.given(Roots.live(new ProcessCommandRunner())), System.in);
  }
}
