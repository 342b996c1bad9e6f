package dev.hearth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every way in which a move to the GPU fails ends with the old service answering and with the
 * configuration as it was, byte for byte.
 */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailuresOnPodmanTest {
  private static final int REFUSED = 1;
  private static final int ROLLED_BACK = 3;

  private ImmichOnPodman immich;
  private String configuration = "";
  private String container = "";

  @BeforeAll
  void install() {
    immich = ImmichOnPodman.install();
  }

  @AfterAll
  void end() {
    if (immich != null) {
      immich.stop();
    }
  }

  @BeforeEach
  void onTheCpu() {
    immich.reset();
    configuration = immich.configuration();
    container = runningContainer();
  }

  /** Found before anything is touched: the old container is still the same one. */
  @Nested
  class SeenBefore {
    @Test
    void anImageThatNobodyHas() {
      immich.host().user("podman", "untag", ImmichOnPodman.ROCM, ImmichOnPodman.ROCM).good();

      Ran refused = up();

      assertUntouched(refused);
      assertThat(refused.said()).contains(ImmichOnPodman.ROCM);
    }

    @Test
    void nodesThatNobodyMayOpen() {
      immich
          .host()
          .rootScript("chmod 600 /dev/kfd /dev/dri/renderD128; chgrp root /dev/kfd")
          .good();
      try {
        Ran refused = up();

        assertUntouched(refused);
        assertThat(refused.said()).contains("/dev/kfd");
      } finally {
        immich.host().rootScript("chmod 660 /dev/kfd /dev/dri/renderD128; chgrp render /dev/kfd");
      }
    }

    @Test
    void aDiskWithoutRoomForTheImage() {
      immich.host().user("podman", "untag", ImmichOnPodman.ROCM, ImmichOnPodman.ROCM).good();
      // Takes no room in truth: the disk of the test host is sparse.
      immich
          .host()
          .rootScript(
              "fallocate -l $(($(df -B1 --output=avail /home | tail -n 1) - 6000000000)) /home/full")
          .good();
      try {
        Ran refused = up();

        assertUntouched(refused);
        assertThat(refused.said()).contains("there is no room for the ROCm image");
      } finally {
        immich.host().root("rm", "-f", "/home/full").good();
      }
    }

    @Test
    void aUserWhoIsNotInRender() {
      immich.host().rootScript("gpasswd -d homelab render; gpasswd -d homelab video");
      SharedHost.newManager(immich.host());
      immich.awaitWell("the service in the new session");
      container = runningContainer();
      try {
        Ran refused = up();

        assertUntouched(refused);
        assertThat(refused.said()).contains("usermod -aG").contains("render");
      } finally {
        SharedHost.joinGroups(immich.host());
      }
    }

    @Test
    void aManagerThatStartedBeforeTheUserCameIntoTheGroups() {
      immich.host().rootScript("gpasswd -d homelab render; gpasswd -d homelab video");
      SharedHost.newManager(immich.host());
      immich.host().root("usermod", "-aG", "render,video", "homelab").good();
      immich.awaitWell("the service in the new session");
      container = runningContainer();
      try {
        Ran refused = up();

        assertUntouched(refused);
        assertThat(refused.said()).contains("terminate-user");
      } finally {
        SharedHost.joinGroups(immich.host());
      }
    }
  }

  /** Found once it runs: undone, and the old service is well again. */
  @Nested
  class SeenAfter {
    @Test
    void aServiceThatNeverAnswers() {
      immich.rocmIs("localhost/hearth-twin:silent");

      assertRolledBack(up("--deadline", "15s"));
    }

    @Test
    void aServiceThatExitsAtOnce() {
      immich.rocmIs("localhost/hearth-twin:exits");

      Ran failed = up("--deadline", "30s");

      assertRolledBack(failed);
      assertThat(failed.said()).contains("no usable device");
    }

    @Test
    void aServiceThatFellBackToTheCpu() {
      immich.rocmIs("localhost/hearth-twin:fallen");

      Ran failed = up();

      assertRolledBack(failed);
      assertThat(failed.said()).contains("It does not compute where it should");
    }

    @Test
    void aPortThatAnotherTakesMeanwhile() {
      try (Beside squatter =
          immich
              .host()
              .start(
                  "squatter",
                  "java",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  TestHost.CLASSES.toString(),
                  Squatter.class.getName(),
                  Integer.toString(ImmichOnPodman.PORT))) {
        Thread release = Thread.ofVirtual().start(() -> releaseOnceHearthGoesBack(squatter));

        Ran failed = up("--deadline", "15s");

        assertRolledBack(failed);
        release.interrupt();
      }
    }

    private void releaseOnceHearthGoesBack(Beside squatter) {
      TestHost.await(
          "hearth to go back",
          Duration.ofMinutes(2),
          () -> immich.journal().contains("\"RESTORE\""));
      squatter.end();
    }
  }

  private Ran up(String... more) {
    String[] line = new String[more.length + 3];
    line[0] = "up";
    line[1] = "immich-ml";
    line[2] = "--yes";
    System.arraycopy(more, 0, line, 3, more.length);
    return immich.hearth(line);
  }

  private void assertUntouched(Ran ran) {
    assertThat(ran.status()).as(ran.said()).isEqualTo(REFUSED);
    assertThat(immich.isWell()).isTrue();
    assertThat(runningContainer()).isEqualTo(container);
    assertThat(immich.configuration()).isEqualTo(configuration);
  }

  private void assertRolledBack(Ran ran) {
    assertThat(ran.status()).as(ran.said()).isEqualTo(ROLLED_BACK);
    assertThat(immich.isWell()).isTrue();
    assertThat(immich.runningImageId()).isEqualTo(immich.imageId("localhost/original:cpu"));
    assertThat(immich.configuration()).isEqualTo(configuration);
  }

  private String runningContainer() {
    return immich.host().userScript("podman ps -q --no-trunc").good().strip();
  }
}
