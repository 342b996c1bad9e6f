package dev.hearth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The test host itself: what the other tests stand on. */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TestHostTest {
  private TestHost host;

  @BeforeAll
  void boot() {
    host = TestHost.boot(TestHost.root());
    AmdGpu.install(host);
  }

  @AfterAll
  void end() {
    host.close();
    assertThat(Files.exists(host.folder())).isFalse();
  }

  @Test
  void runsCommandsInALoginSession() {
    assertThat(host.userScript("echo $XDG_RUNTIME_DIR; id -un").good())
        .isEqualTo("/run/user/1000\nhomelab\n");
  }

  @Test
  void seesTheRadeonWithoutAnyOption() {
    String seen = host.user("hearth", "detect").good();

    assertThat(seen).contains("Radeon 780M").contains("gfx1103");
  }

  @Test
  void saysWhatTheUserLacksForRocm() {
    Ran examined = host.user("hearth", "doctor", "immich-ml");

    assertThat(examined.said()).contains("render");
  }

  @Test
  void isReadyOnceTheUserIsInTheGroupsAndItsManagerKnows() {
    host.rootScript("usermod -aG render,video homelab; loginctl terminate-user homelab").good();
    TestHost.await(
        "the user's systemd",
        java.time.Duration.ofSeconds(30),
        () -> host.user("systemctl", "--user", "is-system-running").said().contains("running"));

    Ran examined = host.user("hearth", "doctor", "immich-ml");

    assertThat(examined.said()).contains("ready");
    assertThat(examined.status()).isZero();
  }
}
