package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House rules that only the sources can tell, over the main sources of all shipped modules. */
class SourceTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("hearth.root"));

  /**
   * A literal of a path of the kernel or the system; /dev/hearth is the class path's, not theirs.
   */
  private static final Pattern SYSTEM_PATH =
      Pattern.compile("\"\\s*/(?:sys|proc|etc|dev(?!/hearth/))(?:[/\"]|$)");

  /** Benches and the test host look at processes and machines from outside. */
  private static final Set<String> NOT_SHIPPED = Set.of("bench", "testhost");

  /**
   * Planning says these names to people, and can open nothing: ArchitectureTest.PureRooms. So do
   * the pure halves of deployment and evidence; their edges ask the machine by them.
   */
  @Test
  void onlyMachineNamesFilesOfTheKernelAndTheSystem() {
    assertThat(linesWith(SYSTEM_PATH))
        .allMatch(line ->
            line.startsWith("machine/")
                || line.startsWith("planning/")
                || line.startsWith("deployment/")
                || line.startsWith("evidence/"));
  }

  @Test
  void theScanSeesTheSources() {
    assertThat(linesWith(Pattern.compile("^package dev\\.hearth\\.")))
        .extracting(line -> line.substring(0, line.indexOf('/')))
        .contains("machine", "planning", "deployment", "evidence", "inference", "server", "cli");
  }

  private static List<String> linesWith(Pattern pattern) {
    try (Stream<Path> modules = Files.list(CHECKOUT)) {
      return modules
          .filter(module -> !NOT_SHIPPED.contains(module.getFileName().toString()))
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(SourceTest::sources)
          .flatMap(file -> matches(file, pattern))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Stream<Path> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Stream<String> matches(Path file, Pattern pattern) {
    try {
      List<String> lines = Files.readAllLines(file);
      return IntStream.range(0, lines.size())
          .filter(index -> pattern.matcher(lines.get(index)).find())
          .mapToObj(
              index -> CHECKOUT.relativize(file) + ":" + (index + 1) + " " + lines.get(index));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
