package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hearth.machine.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopCommandTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("hearth.root"));
  private static final Path MACHINES = CHECKOUT.resolve("machine/src/test/resources/machines");

  private final CapturedTerminal captured = CapturedTerminal.piped();

  private int top(String... arguments) {
    String[] line = new String[arguments.length + 1];
    line[0] = "top";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    return HearthCommand.run(captured.terminal(), line);
  }

  @ParameterizedTest
  @MethodSource("dev.hearth.cli.GoldenTest#machines")
  void showsEveryCapturedMachine(String machine) {
    assertThat(top("--root", MACHINES.resolve(machine + ".txt").toString())).isZero();
    assertThat(captured.out()).startsWith("hearth top").doesNotContain("\u001b");
    assertThat(captured.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @ParameterizedTest
  @MethodSource("dev.hearth.cli.GoldenTest#machines")
  void answersScriptsInOneLineAsTheSchemaSays(String machine) throws IOException {
    assertThat(top("--json", "--once", "--root", MACHINES.resolve(machine + ".txt").toString()))
        .isZero();
    assertThat(captured.out().lines()).hasSize(1);
    assertThat(schema().validate(captured.out(), InputFormat.JSON)).isEmpty();
  }

  @Test
  void saysWhyAValueIsNotKnown() {
    top("--json", "--once", "--root", MACHINES.resolve("gt-710.txt").toString());
    Json json = Json.parse(captured.out(), "it").orElse(new Json.Nothing());
    assertThat(json.member("unknown").flatMap(each -> each.text("/engine")))
        .contains("no engine is asked with --root");
    assertThat(json.member("unknown").flatMap(each -> each.text("/processor/busy_share")))
        .contains("it was looked at only once so far");
  }

  @Nested
  class OfAFolder {
    @TempDir private Path root;

    private void file(String path, String text) throws IOException {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }

    @Test
    void looksTwiceSinceSharesNeedThat() throws IOException {
      file("proc/stat", "cpu  30 0 0 70 0 0 0 0 0 0\n");
      file("proc/meminfo", "MemTotal: 2097152 kB\nMemAvailable: 1048576 kB\n");
      assertThat(top("--once", "--root", root.toString())).isZero();
      assertThat(captured.out()).contains("No accelerator is found here.").contains("1.0/2 GiB");
    }
  }

  @Test
  void refusesWhatIsNoInterval() {
    assertThat(top("--once", "--interval", "0.1")).isEqualTo(ExitCodes.USAGE);
    assertThat(captured.err()).contains("--interval is 0.5 to 60 seconds");
  }

  @Test
  void refusesWhatIsNoOrder() {
    assertThat(top("--once", "--sort", "memry")).isEqualTo(ExitCodes.USAGE);
    assertThat(captured.err()).contains("Did you mean memory?");
  }

  @Test
  void refusesWhatIsNoAddress() {
    assertThat(top("--once", "--address", "localhost:3003")).isEqualTo(ExitCodes.USAGE);
    assertThat(captured.err()).contains("http://127.0.0.1:3003");
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            Files.readString(CHECKOUT.resolve("docs/schema/hearth.top-1.schema.json")),
            InputFormat.JSON);
  }
}
