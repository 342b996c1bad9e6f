package dev.hearth.machine.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.accelerator.PciAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The kernel's Documentation/gpu/drm-usage-stats.rst, and the words of the drivers. */
class FdinfoTest {
  private static final Optional<PciAddress> ADDRESS = PciAddress.parse("0000:c4:00.0");

  private static DrmClient client(String text) {
    return Fdinfo.parse(text).orElseThrow();
  }

  @Test
  void amdgpuCountsNanosecondsAndPrintsOnlyWhatIsNotZero() {
    assertThat(
            client(
                """
                pos:	0
                flags:	02100002
                drm-driver:	amdgpu
                drm-client-id:	42
                drm-pdev:	0000:c4:00.0
                pasid:	32771
                drm-total-vram:	5120 KiB
                drm-resident-vram:	4096 KiB
                drm-memory-vram:	4096 KiB
                drm-memory-gtt: 	25 MiB
                drm-memory-cpu: 	77 KiB
                drm-engine-compute:	123456789 ns
                drm-engine-capacity-compute:	4
                """))
        .isEqualTo(
            new DrmClient(
                "amdgpu",
                ADDRESS,
                "42",
                Map.of("compute", 123456789L),
                Map.of(),
                Map.of("vram", 4096L << 10, "gtt", 25L << 20, "cpu", 77L << 10)));
  }

  @Test
  void ofAnOldKernelOnlyTheMemoryIsRead() {
    DrmClient old =
        client(
            "pdev:\t0000:c4:00.0\npasid:\t32770\nvram mem:\t2048 kB\ngtt mem:\t64 kB\ngfx0:\t3.1%\n");
    assertThat(old.driver()).isEqualTo(DrmClient.OLD_AMDGPU);
    assertThat(old.engines()).isEmpty();
    assertThat(old.deviceMemory()).isEqualTo(2112L << 10);
  }

  @Test
  void xeCountsCycles() {
    assertThat(
            client(
                    """
                    drm-driver:	xe
                    drm-client-id:	7
                    drm-pdev:	0000:03:00.0
                    drm-total-vram0:	12 MiB
                    drm-cycles-ccs:	1000
                    drm-total-cycles-ccs:	9000
                    drm-cycles-bcs:	5
                    """)
                .cycles())
        .isEqualTo(
            Map.of(
                "ccs", new DrmClient.Cycles(1000, Optional.of(9000L)),
                "bcs", new DrmClient.Cycles(5, Optional.empty())));
  }

  @Test
  void totalMemoryCountsWhereNothingBetterIsTold() {
    assertThat(
            client(
                    "drm-driver: i915\ndrm-client-id: 1\ndrm-total-system0: 100\ndrm-shared-system0: 7\n")
                .memory())
        .isEqualTo(Map.of("system0", 100L));
  }

  @Test
  void memoryOfTheProcessorIsNotTheDevices() {
    assertThat(
            client(
                    "drm-driver: amdgpu\ndrm-client-id: 1\ndrm-memory-cpu: 9 KiB\ndrm-memory-gtt: 1 KiB\n")
                .deviceMemory())
        .isEqualTo(1024);
  }

  @Test
  void aPlatformDeviceHasNoAddress() {
    assertThat(
            client("drm-driver: panthor\ndrm-client-id: 3\ndrm-engine-panthor: 5 ns\n").address())
        .isEmpty();
  }

  @Test
  void whatIsNoDrmHandleIsNoClient() {
    assertThat(Fdinfo.parse("pos:\t0\nflags:\t02\nmnt_id:\t1\n")).isEmpty();
    assertThat(Fdinfo.parse("drm-driver: amdgpu\n")).isEmpty();
    assertThat(Fdinfo.parse("")).isEmpty();
  }

  @Test
  void numbersThatMakeNoSenseAreLeftOut() {
    DrmClient odd =
        client(
            "drm-driver: x\ndrm-client-id: 1\ndrm-engine-a: -5 ns\ndrm-engine-b: 99999999999999999999"
                + " ns\ndrm-memory-c: 9223372036854775807 KiB\n");
    assertThat(odd.engines()).isEmpty();
    assertThat(odd.memory()).isEmpty();
  }

  @RepeatedTest(200)
  void anyTextIsReadWithoutComplaint(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    StringBuilder text = new StringBuilder();
    String[] words = {
      "drm-driver",
      "drm-client-id",
      "drm-pdev",
      "drm-engine-",
      "drm-cycles-",
      "drm-total-",
      "drm-total-cycles-",
      "drm-memory-",
      "pdev",
      "pasid",
      "vram mem",
      ":",
      "\t",
      "\n",
      " KiB",
      " MiB",
      " ns"
    };
    for (int at = 0; at < 60; at++) {
      text.append(words[random.nextInt(words.length)])
          .append(random.nextBoolean() ? Noise.text(random, "0123456789:.-ax\n") : ":");
    }
    Fdinfo.parse(text.toString())
        .ifPresent(client -> {
          assertThat(client.deviceMemory()).isNotNegative();
          assertThat(client.engines().values()).allMatch(value -> value >= 0);
        });
  }
}
