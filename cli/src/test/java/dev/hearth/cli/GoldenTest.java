package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the commands say of every captured machine, word for word. After a change that is meant,
 * {@code -Dgolden.update=true} writes the files anew; the difference is read like code.
 */
class GoldenTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("hearth.root"));
  private static final Path MACHINES = CHECKOUT.resolve("machine/src/test/resources/machines");
  private static final Path GOLDEN = CHECKOUT.resolve("cli/src/test/resources/golden");

  static Stream<String> machines() throws IOException {
    try (Stream<Path> files = Files.list(MACHINES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".txt"))
          .map(name -> name.substring(0, name.length() - ".txt".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static String hearth(String machine, String... arguments) {
    CapturedTerminal captured = CapturedTerminal.piped();
    List<String> line =
        Stream.concat(
                Stream.of(arguments),
                Stream.of("--root", MACHINES.resolve(machine + ".txt").toString()))
            .toList();
    int exit = HearthCommand.run(captured.terminal(), line.toArray(String[]::new));
    assertThat(captured.err()).isEmpty();
    assertThat(exit).isIn(0, 1);
    return captured.out().replace(Version.current(), "VERSION");
  }

  private static void matches(String machine, String name, String said) throws IOException {
    Path golden = GOLDEN.resolve(machine).resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      assertThat(System.getenv("CI")).as("golden files are not written in CI").isNull();
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, said);
    }
    assertThat(said).isEqualTo(Files.readString(golden));
  }

  @Test
  void atLeastTwentyMachinesAreKnown() throws IOException {
    assertThat(machines().count()).isGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void detectSaysTheSame(String machine) throws IOException {
    matches(machine, "detect.txt", hearth(machine, "detect"));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void detectAnswersScriptsTheSameAndAsTheSchemaSays(String machine) throws IOException {
    String said = hearth(machine, "detect", "--json");
    assertThat(schema("hearth.machine-1").validate(said, InputFormat.JSON)).isEmpty();
    matches(machine, "detect.json", said);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void doctorSaysTheSame(String machine) throws IOException {
    matches(machine, "doctor.txt", hearth(machine, "-v", "doctor"));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void doctorAnswersScriptsAsTheSchemaSays(String machine) throws IOException {
    String said = hearth(machine, "doctor", "--json");
    assertThat(schema("hearth.doctor-1").validate(said, InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void fitSaysTheSameAndAnswersScriptsAsTheSchemaSays(String machine) throws IOException {
    String said = hearth(machine, "fit", "--json", "immich-ml");
    assertThat(schema("hearth.fit-1").validate(said, InputFormat.JSON)).isEmpty();
    matches(machine, "fit.txt", hearth(machine, "fit", "immich-ml"));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void noLineIsWiderThanATerminalButForOneLongWordOrACommand(String machine) {
    for (String screen : List.of(hearth(machine, "detect"), hearth(machine, "doctor"))) {
      assertThat(
              screen
                  .lines()
                  .filter(line -> line.length() > 80)
                  .filter(line -> !line.strip().matches("remedy: [a-z].*")))
          .allSatisfy(
              line -> assertThat(line.strip().split(" +")).as(line).hasSizeLessThanOrEqualTo(2));
    }
  }

  private static Schema schema(String name) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            Files.readString(CHECKOUT.resolve("docs/schema/" + name + ".schema.json")),
            InputFormat.JSON);
  }
}
