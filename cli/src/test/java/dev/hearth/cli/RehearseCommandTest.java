package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole composition for real: settings, store, starter models, engine, HTTP. */
class RehearseCommandTest {
  @Test
  @Timeout(120)
  void thePartsWiredTogetherAnswerOverHttp(@TempDir Path home) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            false,
            Map.of("HOME", home.toString()));
    // The packages of the starter models lie where Maven put them for this build's tests.
    Path repository = Path.of(System.getProperty("hearth.maven.repository"));
    Places places =
        new Places(
            home.resolve("distribution"),
            home.resolve("configuration"),
            home.resolve("data"),
            home.resolve("state"),
            home.resolve("cache"),
            repository);

    int exit =
        new picocli.CommandLine(new RehearseCommand(terminal, places))
            .setErr(terminal.err())
            .execute();

    assertThat(err.toString()).doesNotContain("unexpected");
    assertThat(exit).isEqualTo(ExitCodes.GOOD);
    assertThat(out.toString().lines().filter(line -> line.startsWith("HTTP/")))
        .hasSize(6)
        .allMatch("HTTP/1.1 200 OK"::equals);
    assertThat(out.toString()).contains("Computer ", "\"schema\" : \"hearth.machine/1\"");
  }
}
