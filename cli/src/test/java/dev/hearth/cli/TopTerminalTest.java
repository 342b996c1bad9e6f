package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code hearth top} in a real pseudo-terminal, which {@code script} makes. */
@Timeout(300)
class TopTerminalTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String OWN_SCREEN = "\u001b[?1049l";

  @TempDir private Path folder;
  private Process script;

  @BeforeEach
  void opened() throws IOException {
    boolean present = Files.isExecutable(Path.of("/usr/bin/script"));
    assumeThat(present).as("script of util-linux is not installed").isTrue();
    Files.createDirectories(folder.resolve("machine"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String top =
        java
            + " --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp "
            + System.getProperty("java.class.path")
            + " dev.hearth.cli.Main top --interval 0.5 --root "
            + folder.resolve("machine");
    Files.writeString(
        folder.resolve("run.sh"),
        String.join(
            "\n",
            "cd " + folder,
            "stty rows 24 cols 80",
            "stty -a > before",
            "sh -c 'echo $$ > pid; exec " + top + "'",
            "echo $? > status",
            "stty -a > after",
            ""));
    ProcessBuilder builder =
        new ProcessBuilder(
            "/usr/bin/script", "-qec", "sh " + folder.resolve("run.sh"), "/dev/null");
    builder.environment().put("HEARTH_TERMINAL", "1");
    builder.environment().put("TERM", "xterm");
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("screen").toFile());
    script = builder.start();
  }

  @AfterEach
  void closed() throws InterruptedException {
    if (script != null) {
      script.descendants().forEach(ProcessHandle::destroyForcibly);
      script.destroyForcibly().waitFor();
    }
  }

  private String said(String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
  }

  private void shown(String text) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!said("screen").contains(text)) {
      assertThat(System.nanoTime()).as("it shows:\n" + said("screen")).isLessThan(end);
      Thread.sleep(50);
    }
  }

  private void type(String keys) throws IOException {
    OutputStream in = script.getOutputStream();
    in.write(keys.getBytes(StandardCharsets.US_ASCII));
    in.flush();
  }

  private void endsAsItBegan() throws IOException, InterruptedException {
    assertThat(script.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(said("screen")).contains(OWN_SCREEN);
    assertThat(said("after")).isEqualTo(said("before")).contains("isig icanon").contains(" echo ");
  }

  @Test
  void isShownUntilSomebodyQuits() throws IOException, InterruptedException {
    shown("q quit");
    type("m");
    shown("by memory");
    type("q");
    endsAsItBegan();
    assertThat(said("status").strip()).isEqualTo("0");
  }

  @Test
  void isGivenBackAtATerm() throws IOException, InterruptedException {
    shown("q quit");
    ProcessHandle.of(Long.parseLong(said("pid").strip())).orElseThrow().destroy();
    endsAsItBegan();
  }
}
