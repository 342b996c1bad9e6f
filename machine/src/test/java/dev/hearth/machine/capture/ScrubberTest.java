package dev.hearth.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScrubberTest {
  private static String scrub(String text) {
    return Scrubber.scrub(text, List.of("attic", "attic.example.org"));
  }

  @Test
  void theSameUuidIsReplacedByTheSameStandIn() {
    String scrubbed =
        scrub("a GPU-8932f937-d72c-4106-c12f-20bd9faed9f6 b 8932F937-D72C-4106-C12F-20BD9FAED9F6");
    assertThat(scrubbed)
        .isEqualTo(
            "a GPU-00000000-0000-4000-8000-000000000001 b 00000000-0000-4000-8000-000000000001");
  }

  @Test
  void macAddressesGoAndPciAddressesStay() {
    assertThat(scrub("  aa:bb:cc:dd:ee:ff 0000:c4:00.0\n"))
        .isEqualTo("  02:00:00:00:00:01 0000:c4:00.0\n");
  }

  @Test
  void siliconNumbersOfKfdAreReplacedAndZeroStays() {
    assertThat(scrub("  unique_id 14073402507705256556\n  hive_id 0\n  unique_id 7\n"))
        .isEqualTo("  unique_id 1\n  hive_id 0\n  unique_id 2\n");
  }

  @Test
  void serialFilesKeepTheirPlaceOnly() {
    assertThat(scrub("file /sys/x/unique_id 0444 0:0\n  c34ac50ae1a09f6c\ndir /a 0755 0:0\n"))
        .isEqualTo("file /sys/x/unique_id 0444 0:0\n  1\ndir /a 0755 0:0\n");
  }

  @Test
  void theHostIsNamedHost() {
    assertThat(scrub("  attic\n  attic.example.org\n  atticus\n"))
        .isEqualTo("  host\n  host.example.org\n  atticus\n");
  }

  @Test
  void peopleAreReplacedWhereTheyAreMeant() {
    String scrubbed =
        scrub(
            """
            hearth capture 1
            file /etc/group 0644 0:0
              render:x:992:video,alice,bob
              video:x:44:alice
            dir /home/alice/.cache 0755 1000:1000
            file /etc/passwd 0644 0:0
              root:x:0:0:root:/root:/bin/bash
              video:x:1001:1001:Vi Deo,,,:/home/video:/bin/bash
              alice:x:1000:1000:Alice Liddell,,,:/home/alice:/bin/bash
            file /etc/subuid 0644 0:0
              alice:100000:65536
            """);
    assertThat(scrubbed)
        .doesNotContain("alice")
        .doesNotContain("Liddell")
        .contains("  root:x:0:0::/root:/bin/bash")
        .contains("  render:x:992:")
        .containsPattern("dir /home/user2?/.cache")
        .containsPattern("  user2?:100000:65536");
  }

  @Test
  void secretsInSettingsAreRemoved() {
    String scrubbed =
        scrub(
            """
            file /etc/docker/daemon.json 0644 0:0
              "http-proxy": "http://me:hunter2@proxy:3128",
            file /etc/systemd/system/ollama.service.d/override.conf 0644 0:0
              Environment="HF_TOKEN=hf_abc"
              Environment="OLLAMA_MODELS=/srv/models"
            """);
    assertThat(scrubbed)
        .doesNotContain("hunter2")
        .doesNotContain("hf_abc")
        .contains("http://proxy:3128", "OLLAMA_MODELS=/srv/models");
  }
}
