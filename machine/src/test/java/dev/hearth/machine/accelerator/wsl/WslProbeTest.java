package dev.hearth.machine.accelerator.wsl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.capture.CapturedTree;
import dev.hearth.machine.nvml.Nvml;
import dev.hearth.machine.nvml.NvmlAnswers;
import dev.hearth.machine.nvml.NvmlGpu;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WslProbeTest {
  private static final String DXG =
      """
      char /dev/dxg 0666 0:0
      file /usr/lib/wsl/lib/libdxcore.so
      file /usr/lib/wsl/lib/libd3d12.so
      file /usr/lib/wsl/lib/libd3d12core.so
      """;

  private static final String NVIDIA_LIBRARIES =
      """
      file /usr/lib/wsl/lib/libcuda.so.1
      file /usr/lib/wsl/lib/libnvidia-ml.so.1
      file /usr/lib/wsl/lib/nvidia-smi
      """;

  private static final Nvml NONE = Nvml.absent("nobody to ask");

  private static List<Accelerator> probe(String entries, Nvml nvml) {
    return switch (CapturedTree.parse("hearth capture 1\n" + entries)) {
      case Reading.Known<CapturedTree>(CapturedTree tree) ->
          WslProbe.probe(new Machine(tree), nvml);
      case Reading.Unknown<CapturedTree>(String reason) -> throw new AssertionError(reason);
    };
  }

  private static String drivers(String... folders) {
    StringBuilder entries = new StringBuilder();
    for (String folder : folders) {
      entries.append("dir /usr/lib/wsl/drivers/").append(folder).append('\n');
    }
    return entries.toString();
  }

  private static Details.Wsl details(Accelerator accelerator) {
    return (Details.Wsl) accelerator.details();
  }

  private static String unknown(Reading<?> reading) {
    return reading instanceof Reading.Unknown<?>(String reason) ? reason : "known: " + reading;
  }

  @Nested
  class WithAnNvidiaCard {
    private static final String ENTRIES =
        DXG + NVIDIA_LIBRARIES + drivers("nv_dispi.inf_amd64_7e5fd280efaa5445");

    private static final Nvml RTX_3060 =
        new NvmlAnswers(
            Reading.known(
                List.of(
                    new NvmlGpu(
                        new PciAddress(0, 1, 0, 0),
                        Reading.known("NVIDIA GeForce RTX 3060"),
                        Reading.known("GPU-1"),
                        Reading.known(0),
                        Reading.known(new NvmlGpu.Memory(12L << 30, 1L << 30)),
                        Reading.known("8.6"),
                        Reading.known(3584),
                        Reading.known(false)))),
            Reading.known("552.22"),
            Reading.known("550.76"),
            Reading.known("12.4"),
            List.of());

    @Test
    void isThatCardByNvml() {
      Accelerator gpu = probe(ENTRIES, RTX_3060).getFirst();
      assertThat(gpu.id()).isEqualTo("wsl-0");
      assertThat(gpu.vendor()).isEqualTo(Vendor.NVIDIA);
      assertThat(gpu.name()).isEqualTo(Reading.known("NVIDIA GeForce RTX 3060"));
      assertThat(gpu.architecture()).isEqualTo(Reading.known("8.6"));
      assertThat(gpu.memory().dedicated()).isEqualTo(Reading.known(12L << 30));
      assertThat(gpu.node(DeviceNode.Role.DXG).map(DeviceNode::usable)).contains(true);
      assertThat(details(gpu).cudaLibrary())
          .isEqualTo(Reading.known("/usr/lib/wsl/lib/libcuda.so.1"));
      assertThat(details(gpu).driverVersion()).isEqualTo(Reading.known("552.22"));
    }

    @Test
    void isAnNvidiaCardWithoutNvmlToo() {
      List<Accelerator> gpus = probe(ENTRIES, NONE);
      assertThat(gpus).hasSize(1);
      assertThat(gpus.getFirst().vendor()).isEqualTo(Vendor.NVIDIA);
      assertThat(unknown(gpus.getFirst().name())).isEqualTo("nobody to ask");
    }

    @Test
    void besideIntelsGraphicsIsTheFirstOfTwo() {
      String laptop = ENTRIES + drivers("iigd_dch.inf_amd64_51f685305808e3a5");
      assertThat(probe(laptop, RTX_3060))
          .extracting(Accelerator::id, Accelerator::vendor)
          .containsExactly(Tuple.tuple("wsl-0", Vendor.NVIDIA), Tuple.tuple("wsl-1", Vendor.INTEL));
    }
  }

  @Nested
  class WithAnAmdCard {
    private static final String ENTRIES = DXG + drivers("u0406386.inf_amd64_1a2b3c4d5e6f7a8b");

    @Test
    void saysSoByTheWindowsDriver() {
      List<Accelerator> gpus = probe(ENTRIES, NONE);
      assertThat(gpus).hasSize(1);
      Accelerator gpu = gpus.getFirst();
      assertThat(gpu.vendor()).isEqualTo(Vendor.AMD);
      assertThat(details(gpu).adapter())
          .isEqualTo(
              Reading.known("AMD, by the Windows driver u0406386.inf_amd64_1a2b3c4d5e6f7a8b"));
      assertThat(unknown(details(gpu).cudaLibrary()))
          .isEqualTo("/usr/lib/wsl/lib/libcuda.so.1 does not exist");
      assertThat(unknown(details(gpu).driverVersion()))
          .isEqualTo("/usr/lib/wsl/lib/libnvidia-ml.so.1 does not exist");
    }

    @Test
    void hasNoKfdAndTellsWhetherAmdsBridgeIsThere() {
      Accelerator bare = probe(ENTRIES, NONE).getFirst();
      assertThat(bare.node(DeviceNode.Role.KFD)).isEmpty();
      assertThat(unknown(details(bare).rocmBridge()))
          .isEqualTo("/opt/rocm/lib/librocdxg.so does not exist");
      Accelerator bridged = probe(ENTRIES + "file /opt/rocm/lib/librocdxg.so\n", NONE).getFirst();
      assertThat(details(bridged).rocmBridge())
          .isEqualTo(Reading.known("/opt/rocm/lib/librocdxg.so"));
    }

    /** The libraries come with the driver; the folder of a card that is gone stays behind. */
    @Test
    void isNotTakenForAnNvidiaCardThatWasSoldLongAgo() {
      assertThat(probe(ENTRIES + drivers("nvdimm.inf_amd64_01"), NONE))
          .extracting(Accelerator::vendor)
          .containsExactly(Vendor.AMD);
    }
  }

  @Nested
  class TheDriverStore {
    @ParameterizedTest
    @CsvSource({
      "nv_dispi.inf_amd64_56b1629f0ce88717, NVIDIA",
      "nvhqig.inf_amd64_56b1629f0ce88717, NVIDIA",
      "nvmii.inf_amd64_dc83e8227e4d659f, NVIDIA",
      "u0393214.inf_amd64_eb3e3f3b5bd1d8e4, AMD",
      "c0384211.inf_amd64_eb3e3f3b5bd1d8e4, AMD",
      "iigd_dch.inf_amd64_d73f88d32ddb95d3, INTEL"
    })
    void namesTheMaker(String folder, Vendor vendor) {
      assertThat(probe(DXG + drivers(folder), NONE))
          .extracting(Accelerator::vendor)
          .containsExactly(vendor);
    }

    @Test
    void mayShowEveryDriverOfWindows() {
      String whole =
          drivers(
              "nvdimm.inf_amd64_5b6c6e1d",
              "nvraid.inf_amd64_5b6c6e1d",
              "smartsamd.inf_amd64_2238284d",
              "usbhub3.inf_amd64_1",
              "cdrom.inf_amd64_1",
              "u.inf_amd64_1",
              ".inf_amd64_1",
              "readme");
      List<Accelerator> gpus = probe(DXG + whole, NONE);
      assertThat(gpus).extracting(Accelerator::vendor).containsExactly(Vendor.OTHER);
      assertThat(unknown(details(gpus.getFirst()).adapter()))
          .isEqualTo("no display driver that is known here in /usr/lib/wsl/drivers");
    }
  }

  @Nested
  class WithoutDxg {
    @Test
    void hasNoGpu() {
      assertThat(probe(NVIDIA_LIBRARIES, NONE)).isEmpty();
    }
  }
}
