package dev.hearth.bench.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetersTest {
  @TempDir Path folder;

  @Nested
  class NvidiaSmi {
    @Test
    void tellsUtilizationAndMemoryOfEachGpu() {
      assertThat(SmiMeter.parse("00000000:0F:00.0, 87, 1234", 5))
          .contains(new SmiMeter.Sample(5, "00000000:0f:00.0", 0.87, 1234L << 20));
    }

    @Test
    void tellsNothingWhereItSaysSo() {
      assertThat(SmiMeter.parse("00000000:03:00.0, [N/A], 1234", 5)).isEmpty();
      assertThat(SmiMeter.parse("No devices were found", 5)).isEmpty();
      assertThat(SmiMeter.parse("", 5)).isEmpty();
    }

    @Test
    void isFollowedForTheGpuThatIsMeasured() throws IOException, InterruptedException {
      Path program = folder.resolve("nvidia-smi");
      Files.writeString(
          program,
          """
          #!/bin/sh
          sleep 1
          echo "00000000:03:00.0, 10, 100"
          echo "00000000:0F:00.0, 80, 500"
          echo "00000000:03:00.0, 20, 200"
          echo "00000000:0F:00.0, 90, 600"
          sleep 30
          """);
      assertThat(program.toFile().setExecutable(true)).isTrue();

      try (SmiMeter meter = SmiMeter.start(program, "0000:0f:00.0")) {
        DeviceMeter.Stretch stretch = meter.begin();
        for (int i = 0; i < 200 && !meter.memory().equals(Optional.of(600L << 20)); i++) {
          Thread.sleep(Duration.ofMillis(50));
        }
        assertThat(meter.memory()).contains(600L << 20);
        assertThat(stretch.utilization()).hasValueCloseTo(0.85, within(1e-9));
        assertThat(meter.begin().utilization()).isEmpty();
      }
    }

    @Test
    void isTheFirstProgramOfThatName() throws IOException {
      Path program = Files.writeString(folder.resolve("nvidia-smi"), "");
      assertThat(program.toFile().setExecutable(true)).isTrue();

      assertThat(SmiMeter.program(List.of(folder.resolve("none"), folder))).contains(program);
      assertThat(SmiMeter.program(List.of(folder.resolve("none")))).isEmpty();
    }
  }

  /** As amdgpu writes it (kernel's drm-usage-stats), two descriptors of one client. */
  @Nested
  class Fdinfo {
    private void descriptor(String name, String client, long computeNanos) throws IOException {
      Files.writeString(
          folder.resolve(name),
          """
          pos:\t0
          flags:\t02100002
          drm-driver:\tamdgpu
          drm-client-id:\t%s
          drm-pdev:\t0000:c4:00.0
          drm-total-vram:\t2048 KiB
          drm-memory-vram:\t1024 KiB
          drm-engine-gfx:\t1000 ns
          drm-engine-compute:\t%d ns
          """
              .formatted(client, computeNanos));
    }

    @Test
    void countsAClientOnceHoweverManyDescriptorsItHas() throws IOException {
      descriptor("12", "7", 0);
      descriptor("13", "7", 0);
      descriptor("14", "8", 0);

      assertThat(new FdinfoMeter(folder).memory()).contains(2 * 2048L * 1024);
    }

    @Test
    void tellsThePartOfTheTimeThatEnginesWereBusy() throws IOException, InterruptedException {
      descriptor("12", "7", 0);
      DeviceMeter.Stretch stretch = new FdinfoMeter(folder).begin();
      Thread.sleep(Duration.ofMillis(20));
      descriptor("12", "7", 10_000_000);

      assertThat(stretch.utilization().orElse(0)).isBetween(0.001, 0.5);
    }

    @Test
    void ofFilesWithoutADriverTellsNothing() throws IOException {
      Files.writeString(folder.resolve("0"), "pos:\t0\nflags:\t0100000\n");

      FdinfoMeter meter = new FdinfoMeter(folder);
      assertThat(meter.memory()).isEmpty();
      assertThat(meter.begin().utilization()).isEmpty();
    }

    @Test
    void ofASystemWithoutItTellsNothing() {
      assertThat(new FdinfoMeter(folder.resolve("none")).memory()).isEmpty();
    }
  }
}
