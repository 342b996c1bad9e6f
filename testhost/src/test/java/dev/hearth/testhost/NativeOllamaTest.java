package dev.hearth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A native Ollama on a machine with a Radeon, installed without ROCm, gets the libraries of its own
 * version and the drop-in with one command; or everything is as it was.
 */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NativeOllamaTest {
  private static final int REFUSED = 1;
  private static final int ROLLED_BACK = 3;
  private static final String ROCM = "/usr/local/lib/ollama/rocm";
  private static final String DROP_IN = "/etc/systemd/system/ollama.service.d/zz-hearth.conf";
  private static final String GOOD = "/root/rocm.tgz";
  private static final String UNIT =
      """
      [Unit]
      Description=Ollama Service
      After=network-online.target

      [Service]
      ExecStart=/usr/local/bin/ollama serve
      User=ollama
      Group=ollama
      Restart=always
      RestartSec=1
      Environment="PATH=/usr/local/bin:/usr/bin:/bin"

      [Install]
      WantedBy=default.target
      """;

  private TestHost host;

  @BeforeAll
  void install() {
    host = TestHost.boot(TestHost.root());
    AmdGpu.install(host);
    host.root("useradd", "-r", "-s", "/bin/false", "-U", "ollama").good();
    host.write("/etc/systemd/system/ollama.service", UNIT);
    host.write(
        "/usr/local/bin/ollama",
        """
        #!/bin/sh
        exec /opt/jdk/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m \\
          -cp %s dev.hearth.testhost.OllamaStandIn "$@"
        """
            .formatted(TestHost.CLASSES));
    host.root("chmod", "755", "/usr/local/bin/ollama").good();
    RocmArchive.make(host, GOOD, "60303", "");
    RocmArchive.make(host, "/root/other.tgz", "70200", "");
    RocmArchive.make(host, "/root/incomplete.tgz", "60303", "libamd_comgr.so.2");
  }

  @AfterAll
  void end() {
    if (host != null) {
      host.close();
    }
  }

  /** Ollama as its installer leaves it where it saw no AMD card. */
  @BeforeEach
  void onTheCpu() {
    host.root("systemctl", "stop", "ollama");
    host.rootScript(
            """
            set -e
            rm -rf /root/.local/state/hearth /etc/systemd/system/ollama.service.d \
              /usr/local/lib/ollama /usr/local/lib/hearth /etc/ollama-breaks
            systemctl daemon-reload
            """)
        .good();
    ollamaLibraries();
    host.root("systemctl", "restart", "ollama").good();
    awaitAnswer();
  }

  private void ollamaLibraries() {
    try {
      Path folder = Files.createDirectories(host.at("/usr/local/lib/ollama"));
      Files.write(folder.resolve("libggml-base.so"), RocmArchive.library("libggml-base.so"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void awaitAnswer() {
    TestHost.await("Ollama", Duration.ofMinutes(1), this::answers);
  }

  private boolean answers() {
    return host.root("curl", "-sf", "-m", "2", "http://127.0.0.1:11434/api/version").isGood();
  }

  private Ran up(String bundle, String... more) {
    return host.rootScript(
        "hearth up ollama --manager systemd --bundle %s --yes %s"
            .formatted(bundle, String.join(" ", more)));
  }

  /** Everything that is Ollama's or the unit's. */
  private String everything() {
    return TreeHash.of(host, "/usr/local") + TreeHash.of(host, "/etc/systemd/system");
  }

  private String process() {
    return host.root("systemctl", "show", "-P", "MainPID", "ollama").good().strip();
  }

  private boolean isThere(String path) {
    return host.root("test", "-e", path).isGood();
  }

  /** What status says, without its line breaks. */
  private String status() {
    return host.rootScript("hearth status ollama").good().replaceAll("\\s+", " ");
  }

  @Test
  void theDryRunTouchesNothing() {
    String before = everything();

    Ran planned = up(GOOD, "--dry-run");

    assertThat(planned.good()).contains("Ollama has no ROCm libraries", GOOD, "zz-hearth.conf");
    assertThat(everything()).isEqualTo(before);
    assertThat(isThere("/root/.local/state/hearth")).isFalse();
  }

  @Test
  void getsItsLibrariesAndItsDropIn() {
    Ran moved = up(GOOD);

    System.out.println(moved.said());
    moved.good();
    assertThat(isThere(ROCM + "/librocblas.so.4.3.60303")).isTrue();
    assertThat(host.read(DROP_IN)).contains("HSA_OVERRIDE_GFX_VERSION=11.0.0");
    assertThat(host.rootScript("tr '\\0' '\\n' < /proc/" + process() + "/environ").good())
        .contains("HSA_OVERRIDE_GFX_VERSION=11.0.0\n");
    assertThat(answers()).isTrue();
    assertThat(isThere("/usr/local/lib/.hearth-ollama-bundle")).isFalse();
    assertThat(status()).contains("Ollama has the ROCm libraries that Hearth took from " + GOOD);
  }

  @Test
  void isNotFetchedASecondTime() {
    up(GOOD).good();
    String pid = process();

    assertThat(up("/root/other.tgz").good()).contains("nothing is fetched", "Nothing to do");
    assertThat(process()).isEqualTo(pid);
  }

  @Test
  void goesBackWhenAsked() {
    up(GOOD).good();

    host.rootScript("hearth rollback ollama --yes").good();

    assertThat(isThere(ROCM)).isFalse();
    assertThat(isThere(DROP_IN)).isFalse();
    assertThat(isThere("/usr/local/lib/hearth/ollama-bundle.json")).isFalse();
    assertThat(answers()).isTrue();
  }

  @Test
  void staysOnTheCpuWithItsLibrariesWhenAsked() {
    up(GOOD).good();

    host.rootScript("hearth rollback ollama --cpu --yes").good();
    assertThat(host.read(DROP_IN)).contains("ROCR_VISIBLE_DEVICES=-1").doesNotContain("HSA_");
    assertThat(isThere(ROCM)).isTrue();

    assertThat(up(GOOD).good()).contains("nothing is fetched", "Done");
    assertThat(host.read(DROP_IN)).doesNotContain("ROCR_VISIBLE_DEVICES");
  }

  @Test
  void stopsWithoutThemAndComesBackWithThem() {
    up(GOOD).good();

    host.rootScript("hearth down ollama --yes").good();
    assertThat(isThere(ROCM)).isFalse();
    assertThat(isThere(DROP_IN)).isFalse();
    assertThat(answers()).isFalse();

    host.rootScript("hearth rollback ollama --yes").good();
    assertThat(isThere(ROCM + "/librocblas.so.4")).isTrue();
    assertThat(isThere(DROP_IN)).isTrue();
    awaitAnswer();
  }

  @Test
  void anUpdateThatRemovesThemIsNoticedAndMended() {
    up(GOOD).good();
    host.root("rm", "-r", "/usr/local/lib/ollama").good();
    ollamaLibraries();

    assertThat(status())
        .contains(
            "An update of Ollama removed the ROCm libraries",
            "sudo hearth up ollama --manager systemd");
    up(GOOD).good();
    assertThat(isThere(ROCM + "/librocblas.so.4.3.60303")).isTrue();
    assertThat(status()).contains("Ollama has the ROCm libraries that Hearth took from");
  }

  @Test
  void librariesOfAnotherReleaseAreRefused() {
    refused("/root/other.tgz", "of ROCm 7");
  }

  @Test
  void librariesWithoutOneThatTheyNeedAreRefused() {
    refused("/root/incomplete.tgz", "libamd_comgr.so.2");
  }

  private void refused(String bundle, String why) {
    String before = everything();
    String pid = process();

    Ran refused = up(bundle);

    assertThat(refused.status()).as(refused.said()).isEqualTo(REFUSED);
    assertThat(refused.said()).contains("nothing was changed", why);
    assertThat(everything()).isEqualTo(before);
    assertThat(process()).isEqualTo(pid);
    assertThat(answers()).isTrue();
  }

  @Test
  void aServiceThatDoesNotComeUpWithThemIsTakenBack() {
    host.write("/etc/ollama-breaks", "");
    String before = everything();

    long began = System.nanoTime();
    Ran failed = up(GOOD);

    System.out.println("rolled back after " + (System.nanoTime() - began) / 1_000_000 + " ms");
    assertThat(failed.status()).as(failed.said()).isEqualTo(ROLLED_BACK);
    assertThat(failed.said()).contains("Rolled back");
    assertThat(everything()).isEqualTo(before);
    awaitAnswer();
  }

  @Test
  void whoIsNotRootIsToldWhichStepsNeedIt() {
    String before = everything();

    Ran refused =
        host.userScript("hearth up ollama --manager systemd --bundle /etc/hostname --yes");

    assertThat(refused.status()).as(refused.said()).isEqualTo(REFUSED);
    assertThat(refused.said()).contains("need root", "sudo hearth up ollama --manager systemd");
    assertThat(everything()).isEqualTo(before);
  }
}
