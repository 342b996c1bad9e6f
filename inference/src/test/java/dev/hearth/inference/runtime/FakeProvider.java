package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A provider plug-in that computes nothing, compiled when a test asks for it. */
final class FakeProvider {
  private static final Path FOLDER = Path.of("target", "fake-providers").toAbsolutePath();

  private FakeProvider() {}

  /**
   * The library, or the running test is skipped where there is no C compiler.
   *
   * @param flags what it does wrong; see the source
   */
  static Path compiledOrSkip(String name, String... flags) throws IOException {
    Machine machine = new Machine(FileTree.live(new ProcessCommandRunner()));
    Optional<String> compiler = machine.program("cc").or(() -> machine.program("gcc"));
    assumeTrue(compiler.isPresent(), "no C compiler here: neither cc nor gcc");
    Files.createDirectories(FOLDER);
    Path library = FOLDER.resolve("lib" + name + ".so");
    List<String> command = new ArrayList<>(List.of(compiler.orElseThrow(), "-shared", "-fPIC"));
    command.addAll(List.of(flags));
    command.addAll(
        List.of("-o", library.toString(), "src/test/resources/provider/fake_provider.c"));

    Reading<Finished> finished = machine.output(command.toArray(String[]::new));

    assertThat(library).as(finished.toString()).exists();
    return library;
  }
}
