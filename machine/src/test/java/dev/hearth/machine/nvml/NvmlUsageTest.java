package dev.hearth.machine.nvml;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
    return new LiveNvmlUsage(() -> Optional.of(library), DEADLINE).now();
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
      LiveNvmlUsage usage = new LiveNvmlUsage(() -> Optional.of(library), DEADLINE);
      usage.now();
      usage.now();
      assertThat(library.calls("nvmlInit_v2")).isEqualTo(2);
      assertThat(library.calls("nvmlShutdown")).isEqualTo(2);
    }

    @Test
    void whoseDriverIsNotLoadedSaysSo() {
      library.returning("nvmlInit_v2", 9);
      assertThat(now())
          .isEqualTo(Reading.unknown("NVML: the NVIDIA kernel driver is not loaded (9)"));
    }

    @Test
    void thatIsNotInstalledSaysSo() {
      assertThat(new LiveNvmlUsage(Optional::empty, DEADLINE).now())
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
                  "00000000:01:00.0, 42\n",
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
                                          "nvidia-smi holds \"[N/A]\", not a number"))))))));
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
