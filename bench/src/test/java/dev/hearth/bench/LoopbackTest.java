package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.machine.ProblemException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {
  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:3003", "http://127.9.9.9:1", "http://[::1]:3003/"})
  void addressesOfThisMachineAreTaken(String url) {
    assertThat(Loopback.of(url).getAddress().isLoopbackAddress()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://192.0.2.1:3003", "http://10.0.0.1:80", "http://[2001:db8::1]:80"})
  void addressesOfOtherMachinesAreRefused(String url) {
    assertThatThrownBy(() -> Loopback.of(url))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(url)
        .hasMessageContaining("is not a loopback address");
  }

  @Test
  void theWildcardIsNoLoopbackAddress() {
    assertThatThrownBy(() -> Loopback.of("http://0.0.0.0:3003"))
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:3003",
        "https://127.0.0.1:3003",
        "http://127.0.0.1",
        "http://a b:1",
        ""
      })
  void whatIsNoAddressOfAServerIsRefused(String url) {
    assertThatThrownBy(() -> Loopback.of(url)).isInstanceOf(ProblemException.class);
  }

  @Test
  void theCommandRefusesThemAsWrongUsage(
      @org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) throws java.io.IOException {
    java.nio.file.Files.write(folder.resolve("a.jpg"), new byte[] {1});
    StringWriter said = new StringWriter();

    int exit =
        LoadBench.run(
            new PrintWriter(said),
            "--photos",
            folder.toString(),
            "--no-floor",
            "--url",
            "http://192.0.2.1:3003");

    assertThat(exit).isEqualTo(2);
    assertThat(said.toString()).contains("No load is put on http://192.0.2.1:3003");
  }
}
