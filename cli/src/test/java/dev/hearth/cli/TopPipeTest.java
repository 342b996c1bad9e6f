package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code hearth top --json} in a pipe, as a process of its own. */
@Timeout(300)
class TopPipeTest {
  @TempDir private Path machine;

  @Test
  void endsWhenNobodyReadsAnyMore() throws IOException, InterruptedException {
    Process top =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.hearth.cli.Main",
                "top",
                "--json",
                "--interval",
                "0.5",
                "--root",
                machine.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      BufferedReader out = top.inputReader();
      assertThat(out.readLine()).startsWith("{\"schema\":\"hearth.top/1\"");
      assertThat(out.readLine()).startsWith("{\"schema\":\"hearth.top/1\"");
      out.close();
      assertThat(top.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(top.exitValue()).isZero();
    } finally {
      top.destroyForcibly().waitFor();
    }
  }
}
