package dev.hearth.machine.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class NvmlUsageTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final PciAddress GPU = new PciAddress(0, 1, 0, 0);

  private final UpcallLibrary library = oneGpu(new UpcallLibrary(Arena.ofAuto()));

  private static UpcallLibrary oneGpu(UpcallLibrary library) {
    return library
        .returning("nvmlInit_v2", 0)
        .returning("nvmlShutdown", 0)
        .number("nvmlDeviceGetCount_v2", 1)
        .with(
            "nvmlDeviceGetHandleByIndex_v2",
            arguments -> UpcallLibrary.put(arguments[1], 0, 0x1000L),
            JAVA_INT,
            ADDRESS)
        .with("nvmlDeviceGetPciInfo_v3", NvmlUsageTest::pciInfo, ADDRESS, ADDRESS)
        .numbersOfDevice("nvmlDeviceGetUtilizationRates", 87);
  }

  private static int pciInfo(Object[] arguments) {
    MemorySegment info = UpcallLibrary.room(arguments[1], 68);
    info.set(JAVA_INT, 16, 0);
    info.set(JAVA_INT, 20, 1);
    info.set(JAVA_INT, 24, 0);
    return 0;
  }

  private static int memory(Object[] arguments) {
    UpcallLibrary.put(arguments[1], 0, 24L << 30);
    UpcallLibrary.put(arguments[1], 8, 16L << 30);
    return UpcallLibrary.put(arguments[1], 16, 8L << 30);
  }

  /** The offsets of nvml.h, written out. */
  private static UpcallLibrary processes(
      UpcallLibrary library, String function, int size, int pid, long... memory) {
    return library.with(
        function,
        arguments -> {
          UpcallLibrary.put(arguments[1], memory.length);
          for (int at = 0; at < memory.length; at++) {
            UpcallLibrary.room(arguments[2], (long) (at + 1) * size)
                .set(JAVA_INT, (long) at * size, pid + at);
            UpcallLibrary.put(arguments[2], (long) at * size + 8, memory[at]);
          }
          return 0;
        },
        ADDRESS,
        ADDRESS,
        ADDRESS);
  }

  private Reading<List<NvmlUse>> now() {
    return new LiveNvmlUsage(
            () -> Optional.of(library), DEADLINE, LiveNvmlUsage.Asking.NOW_AND_THEN)
        .now();
  }

  private List<NvmlUse.Occupant> occupants() {
    return now().orElse(List.of()).getFirst().processes().orElse(List.of()).stream()
        .sorted(Comparator.comparingInt(NvmlUse.Occupant::pid))
        .toList();
  }

  @Nested
  class TheLibrary {
    @Test
    void listsWhatComputesAndWhatDraws() {
      processes(library, "nvmlDeviceGetComputeRunningProcesses_v3", 24, 700, 512L << 20, -1L);
      processes(library, "nvmlDeviceGetGraphicsRunningProcesses_v3", 24, 900, 64L << 20);
      assertThat(now().orElse(List.of()).getFirst().gpu()).isEqualTo(GPU);
      assertThat(now().orElse(List.of()).getFirst().busyPercent()).isEqualTo(Reading.known(87));
      assertThat(occupants())
          .containsExactly(
              new NvmlUse.Occupant(700, Reading.known(512L << 20)),
              new NvmlUse.Occupant(
                  701, Reading.unknown("NVML does not tell the memory of this process")),
              new NvmlUse.Occupant(900, Reading.known(64L << 20)));
    }

    @Test
    void ofAnOldDriverHasSmallerEntries() {
      processes(library, "nvmlDeviceGetComputeRunningProcesses", 16, 700, 5L << 20, 6L << 20);
      assertThat(occupants())
          .containsExactly(
              new NvmlUse.Occupant(700, Reading.known(5L << 20)),
              new NvmlUse.Occupant(701, Reading.known(6L << 20)));
    }

    @Test
    void thatListsNoProcessesIsNotOneThatListsNone() {
      assertThat(now().orElse(List.of()).getFirst().processes())
          .isEqualTo(Reading.unknown("this NVML has no nvmlDeviceGetComputeRunningProcesses"));
    }

    @Test
    void isAskedAnewEachTimeAndLetGo() {
      LiveNvmlUsage usage =
          new LiveNvmlUsage(
              () -> Optional.of(library), DEADLINE, LiveNvmlUsage.Asking.NOW_AND_THEN);
      usage.now();
      usage.now();
      assertThat(library.calls("nvmlInit_v2")).isEqualTo(2);
      assertThat(library.calls("nvmlShutdown")).isEqualTo(2);
    }

    @Test
    void staysOpenForWhoWatches() {
      LiveNvmlUsage usage = watching();
      usage.now();
      usage.now();
      assertThat(library.calls("nvmlInit_v2")).isEqualTo(1);
      assertThat(library.calls("nvmlShutdown")).isZero();
    }

    @Test
    void tellsTheShareOfEachProcessSinceTheLastTimeToWhoWatches() {
      processes(library, "nvmlDeviceGetComputeRunningProcesses_v3", 24, 700, 512L << 20, 1L << 20);
      List<Long> since = new ArrayList<>();
      library.with(
          "nvmlDeviceGetProcessUtilization",
          arguments -> {
            since.add((Long) arguments[3]);
            UpcallLibrary.put(arguments[2], 1);
            UpcallLibrary.room(arguments[1], 32).set(JAVA_INT, 0, 700);
            UpcallLibrary.put(arguments[1], 8, 5_000_000L + since.size());
            UpcallLibrary.room(arguments[1], 32).set(JAVA_INT, 16, 64);
            return 0;
          },
          ADDRESS,
          ADDRESS,
          ADDRESS,
          JAVA_LONG);
      LiveNvmlUsage usage = watching();
      usage.now();
      Map<Integer, Reading<Double>> shares =
          usage.now().orElse(List.of()).getFirst().processes().orElse(List.of()).stream()
              .collect(Collectors.toMap(NvmlUse.Occupant::pid, NvmlUse.Occupant::busyShare));
      assertThat(shares).containsEntry(700, Reading.known(0.64));
      assertThat(shares).containsEntry(701, Reading.known(0.0));
      assertThat(since).containsExactly(0L, 5_000_001L);
    }

    @Test
    void tellsMemoryPowerHeatAndClocks() {
      library
          .with("nvmlDeviceGetMemoryInfo", NvmlUsageTest::memory, ADDRESS, ADDRESS)
          .numbersOfDevice("nvmlDeviceGetPowerUsage", 210_500)
          .with(
              "nvmlDeviceGetTemperature",
              arguments -> UpcallLibrary.put(arguments[2], 66 + (int) arguments[1]),
              ADDRESS,
              JAVA_INT,
              ADDRESS)
          .with(
              "nvmlDeviceGetClockInfo",
              arguments -> UpcallLibrary.put(arguments[2], 1000 * (int) arguments[1]),
              ADDRESS,
              JAVA_INT,
              ADDRESS);
      assertThat(now().orElse(List.of()).getFirst().sensors())
          .isEqualTo(
              new NvmlSensors(
                  Reading.known(new NvmlGpu.Memory(24L << 30, 8L << 30)),
                  Reading.known(210.5),
                  Reading.known(66.0),
                  Reading.known(1000),
                  Reading.known(2000)));
    }

    private LiveNvmlUsage watching() {
      return new LiveNvmlUsage(
          () -> Optional.of(library), DEADLINE, LiveNvmlUsage.Asking.ALL_THE_TIME);
    }

    @Test
    void whoseDriverIsNotLoadedSaysSo() {
      library.returning("nvmlInit_v2", 9);
      assertThat(now())
          .isEqualTo(Reading.unknown("NVML: the NVIDIA kernel driver is not loaded (9)"));
    }

    @Test
    void thatIsNotInstalledSaysSo() {
      assertThat(
              new LiveNvmlUsage(Optional::empty, DEADLINE, LiveNvmlUsage.Asking.NOW_AND_THEN).now())
          .isEqualTo(Reading.unknown("libnvidia-ml.so.1 is not installed"));
    }
  }

  @Nested
  class TheProgram {
    private Reading<List<NvmlUse>> printing(int exit, String gpus, String processes) {
      CommandRunner runner =
          command ->
              command.argv().get(1).contains("gpu=")
                  ? new Finished(exit, gpus, "")
                  : new Finished(exit, processes, "");
      return new NvidiaSmiUsage(() -> new Machine(FileTree.live(runner))).now();
    }

    @Test
    void listsWhatComputes() {
      assertThat(
              printing(
                  0,
                  "00000000:01:00.0, 42, 24564, 1024, 55.84, 61, 2520, [N/A]\n",
                  "00000000:01:00.0, 700, 512\n00000000:01:00.0, 701, [N/A]\n"))
          .isEqualTo(
              Reading.known(
                  List.of(
                      new NvmlUse(
                          GPU,
                          Reading.known(42),
                          Reading.known(
                              List.of(
                                  new NvmlUse.Occupant(700, Reading.known(512L << 20)),
                                  new NvmlUse.Occupant(
                                      701,
                                      Reading.unknown(
                                          "nvidia-smi holds \"[N/A]\", not a number")))),
                          new NvmlSensors(
                              Reading.known(new NvmlGpu.Memory(24564L << 20, 1024L << 20)),
                              Reading.known(55.84),
                              Reading.known(61.0),
                              Reading.known(2520),
                              Reading.unknown("nvidia-smi holds \"[N/A]\", not a number"))))));
    }

    @Test
    void thatFailsIsUnknown() {
      assertThat(printing(9, "", "")).isEqualTo(Reading.unknown("nvidia-smi ended with 9"));
    }

    @RepeatedTest(50)
    void mayPrintAnything(RepetitionInfo repetition) {
      Random random = new Random(repetition.getCurrentRepetition());
      StringBuilder text = new StringBuilder();
      for (int at = 0; at < 300; at++) {
        text.append("0123456789:., []NA\n".charAt(random.nextInt(19)));
      }
      assertThat(printing(0, text.toString(), text.reverse().toString()).asOptional()).isPresent();
    }
  }
}
