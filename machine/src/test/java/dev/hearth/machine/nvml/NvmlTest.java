package dev.hearth.machine.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NvmlTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final PciAddress FIRST = new PciAddress(0, 1, 0, 0);
  private static final PciAddress SECOND = new PciAddress(0, 0xc1, 0, 0);

  /** Callable from any thread: {@link LiveNvml} asks on its own. */
  private final UpcallLibrary library = twoA2(new UpcallLibrary(Arena.ofAuto()));

  private final Nvml nvml = nvml(Optional.of(library));

  private static Nvml nvml(Optional<SymbolLookup> library) {
    return new LiveNvml(() -> library, DEADLINE);
  }

  /** Two A2 behind driver 550.163.01, as its nvidia-smi lists them: 15356 MiB, CUDA 12.4. */
  private static UpcallLibrary twoA2(UpcallLibrary library) {
    Map<Long, String> names = Map.of(0x1000L, "NVIDIA A2", 0x2000L, "NVIDIA A2");
    Map<Long, String> uuids = Map.of(0x1000L, "GPU-a", 0x2000L, "GPU-b");
    return library
        .returning("nvmlInit_v2", 0)
        .returning("nvmlShutdown", 0)
        .text("nvmlSystemGetNVMLVersion", "12.550.163.01")
        .text("nvmlSystemGetDriverVersion", "550.163.01")
        .number("nvmlSystemGetCudaDriverVersion_v2", 12_040)
        .number("nvmlDeviceGetCount_v2", 2)
        .with("nvmlDeviceGetHandleByIndex_v2", NvmlTest::handle, JAVA_INT, ADDRESS)
        .with("nvmlDeviceGetPciInfo_v3", NvmlTest::pciInfo, ADDRESS, ADDRESS)
        .with("nvmlDeviceGetMemoryInfo", NvmlTest::memory, ADDRESS, ADDRESS)
        .textOfDevice("nvmlDeviceGetName", names)
        .textOfDevice("nvmlDeviceGetUUID", uuids)
        .numbersOfDevice("nvmlDeviceGetMinorNumber", 0)
        .numbersOfDevice("nvmlDeviceGetCudaComputeCapability", 8, 6)
        .numbersOfDevice("nvmlDeviceGetNumGpuCores", 1280)
        .with("nvmlDeviceGetMigMode", _ -> NvmlStatus.NOT_SUPPORTED, ADDRESS, ADDRESS, ADDRESS);
  }

  private static int handle(Object[] arguments) {
    long handle = (int) arguments[0] == 0 ? 0x1000 : 0x2000;
    return UpcallLibrary.put(arguments[1], 0, handle);
  }

  /** The offsets of nvml.h, written out: what the layouts must agree with. */
  private static int pciInfo(Object[] arguments) {
    MemorySegment info = UpcallLibrary.room(arguments[1], 68);
    boolean first = UpcallLibrary.device(arguments) == 0x1000;
    info.setString(0, first ? "0000:01:00.0" : "0000:C1:00.0");
    info.set(JAVA_INT, 16, 0);
    info.set(JAVA_INT, 20, first ? 0x01 : 0xc1);
    info.set(JAVA_INT, 24, 0);
    info.set(JAVA_INT, 28, 0x25b610de);
    info.set(JAVA_INT, 32, 0x157e10de);
    info.setString(36, first ? "00000000:01:00.0" : "00000000:C1:00.0");
    return 0;
  }

  private static int memory(Object[] arguments) {
    UpcallLibrary.put(arguments[1], 0, 16_101_933_056L); // total
    UpcallLibrary.put(arguments[1], 8, 15_000_000_000L); // free
    return UpcallLibrary.put(arguments[1], 16, 1_101_933_056L); // used
  }

  private static String unknown(Reading<?> reading) {
    return reading instanceof Reading.Unknown<?>(String reason) ? reason : "known: " + reading;
  }

  @Nested
  class ADriverThatAnswers {
    @Test
    void tellsItsVersions() {
      assertThat(nvml.driverVersion()).isEqualTo(Reading.known("550.163.01"));
      assertThat(nvml.libraryVersion()).isEqualTo(Reading.known("550.163.01"));
      assertThat(nvml.cudaVersion()).isEqualTo(Reading.known("12.4"));
    }

    @Test
    void tellsEachGpu() {
      assertThat(nvml.gpus().orElse(List.of()))
          .hasSize(2)
          .first()
          .isEqualTo(
              new NvmlGpu(
                  FIRST,
                  Reading.known("NVIDIA A2"),
                  Reading.known("GPU-a"),
                  Reading.known(0),
                  Reading.known(new NvmlGpu.Memory(16_101_933_056L, 1_101_933_056L)),
                  Reading.known("8.6"),
                  Reading.known(1280),
                  Reading.known(false)));
    }

    @Test
    void isFoundByTheAddressTheKernelUses() {
      assertThat(PciAddress.parse("0000:c1:00.0")).contains(SECOND);
      assertThat(nvml.gpu(SECOND).map(NvmlGpu::uuid))
          .isEqualTo(Reading.known(Reading.known("GPU-b")));
      assertThat(unknown(nvml.gpu(new PciAddress(0, 2, 0, 0))))
          .isEqualTo("NVML does not list 0000:02:00.0");
    }

    @Test
    void isAskedOnceAndLetGo() {
      nvml.driverVersion();
      nvml.gpus();
      nvml.cudaVersion();
      assertThat(library.calls("nvmlInit_v2")).isEqualTo(1);
      assertThat(library.calls("nvmlShutdown")).isEqualTo(1);
    }

    @Test
    void tellsThatAnA100IsCut() {
      library.numbersOfDevice("nvmlDeviceGetMigMode", 1, 1);
      assertThat(nvml.gpu(FIRST).flatMap(NvmlGpu::mig)).isEqualTo(Reading.known(true));
    }

    @Test
    void hasNoMemoryFigureWhereMemoryIsShared() {
      library.with("nvmlDeviceGetMemoryInfo", _ -> 3, ADDRESS, ADDRESS);
      assertThat(unknown(nvml.gpu(FIRST).flatMap(NvmlGpu::memory)))
          .isEqualTo("NVML: not supported by this GPU (3)");
    }
  }

  @Nested
  class AnOldLibrary {
    @Test
    void isAskedByItsOldNames() {
      library
          .without("nvmlInit_v2")
          .returning("nvmlInit", 0)
          .without("nvmlDeviceGetCount_v2")
          .number("nvmlDeviceGetCount", 1)
          .without("nvmlDeviceGetPciInfo_v3")
          .with("nvmlDeviceGetPciInfo_v2", NvmlTest::pciInfo, ADDRESS, ADDRESS);
      assertThat(nvml.gpu(FIRST).flatMap(NvmlGpu::name)).isEqualTo(Reading.known("NVIDIA A2"));
    }

    @Test
    void lacksWhatItLacksAndTellsTheRest() {
      library.without("nvmlDeviceGetMigMode").without("nvmlDeviceGetNumGpuCores");
      assertThat(unknown(nvml.gpu(FIRST).flatMap(NvmlGpu::mig)))
          .isEqualTo("this NVML has no nvmlDeviceGetMigMode");
      assertThat(nvml.gpu(FIRST).flatMap(NvmlGpu::computeCapability))
          .isEqualTo(Reading.known("8.6"));
    }
  }

  @Nested
  class ADriverThatRefuses {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "9|NVML: the NVIDIA kernel driver is not loaded (9)",
          "17|NVML: the control device is blocked by the operating system or a container (17)",
          "18|NVML: driver/library version mismatch (18)",
          "999|NVML: error (999)"
        })
    void saysWhyInWords(int status, String reason) {
      library.returning("nvmlInit_v2", status);
      assertThat(unknown(nvml.gpus())).isEqualTo(reason);
      assertThat(unknown(nvml.driverVersion())).isEqualTo(reason);
    }

    @Test
    void stillTellsTheLibraryAfterAnUpdate() {
      library.returning("nvmlInit_v2", 18);
      assertThat(nvml.libraryVersion()).isEqualTo(Reading.known("550.163.01"));
    }

    @Test
    void namesTheGpuThatIsLostAndListsTheOther() {
      library.with(
          "nvmlDeviceGetHandleByIndex_v2",
          arguments -> (int) arguments[0] == 1 ? 15 : handle(arguments),
          JAVA_INT,
          ADDRESS);
      assertThat(nvml.gpus().orElse(List.of())).hasSize(1);
      assertThat(unknown(nvml.gpu(SECOND)))
          .isEqualTo(
              "NVML does not list 0000:c1:00.0"
                  + " (GPU 1: NVML: GPU is lost: it fell off the bus (15))");
    }

    @Test
    void isNotBelievedWhenItCountsNonsense() {
      library.number("nvmlDeviceGetCount_v2", -1);
      assertThat(unknown(nvml.gpus())).isEqualTo("NVML counts 4294967295 GPUs");
    }

    @Test
    void isNotWaitedForForEver() {
      CountDownLatch never = new CountDownLatch(1);
      library.with("nvmlInit_v2", _ -> waitFor(never));
      Nvml stuck = new LiveNvml(() -> Optional.of(library), Duration.ofSeconds(1));
      assertThat(unknown(stuck.gpus())).isEqualTo("NVML did not answer within 1 s");
      never.countDown();
    }

    private static int waitFor(CountDownLatch latch) {
      try {
        latch.await();
        return 0;
      } catch (InterruptedException _) {
        return 999;
      }
    }
  }

  @Nested
  class AMachineWithoutTheLibrary {
    @Test
    void hasNothingAndDoesNotComplain() {
      Nvml nowhere = nvml(LiveNvml.open(List.of("libhearth-no-such-library.so.1", "/no/such.so")));
      assertThat(unknown(nowhere.gpus())).isEqualTo("libnvidia-ml.so.1 is not installed");
      assertThat(nowhere.troubles()).isEmpty();
    }

    @Test
    void loadsNothingUntilAsked() {
      AtomicInteger loads = new AtomicInteger();
      Nvml lazy =
          new LiveNvml(
              () -> {
                loads.incrementAndGet();
                return Optional.empty();
              },
              DEADLINE);
      assertThat(loads).hasValue(0);
      lazy.gpus();
      lazy.cudaVersion();
      assertThat(loads).hasValue(1);
    }
  }

  /** Source: nvml.h of API 13. */
  @Nested
  class TheStructures {
    @Test
    void lieAsInTheHeader() {
      assertThat(NvmlStructs.PCI_INFO.byteSize()).isEqualTo(68);
      assertThat(offset("domain")).isEqualTo(16);
      assertThat(offset("pciDeviceId")).isEqualTo(28);
      assertThat(offset("busId")).isEqualTo(36);
      assertThat(NvmlStructs.MEMORY.byteSize()).isEqualTo(24);
      assertThat(NvmlStructs.MEMORY.byteOffset(PathElement.groupElement("free"))).isEqualTo(8);
    }

    private static long offset(String field) {
      return NvmlStructs.PCI_INFO.byteOffset(PathElement.groupElement(field));
    }
  }
}
