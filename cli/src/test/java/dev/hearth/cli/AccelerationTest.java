package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.cli.choice.Adapters;
import dev.hearth.cli.choice.Wishes;
import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.inference.runtimes.RuntimeStore;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.Command;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.machine.nvml.NvidiaSmi;
import dev.hearth.machine.survey.Survey;
import dev.hearth.machine.survey.Surveyor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is looked at, asked and installed on the way to a choice. */
class AccelerationTest {
  private static final VulkanAdapter RADEON =
      Adapters.integrated("AMD Radeon 780M (RADV PHOENIX)", "0000:c4:00.0");

  @TempDir private Path runtimes;
  private final List<String> looks = new ArrayList<>();
  private final List<String> programs = new ArrayList<>();

  private Acceleration.Decided decide(CapturedTerminal captured, String word, boolean agreed) {
    return decide(captured, word, agreed, "780m-32gb");
  }

  private Acceleration.Decided decide(
      CapturedTerminal captured, String word, boolean agreed, String machine) {
    return new Acceleration(captured.terminal(), new Scripted(machine), this::store)
        .decide(all(word), agreed, Progress.NONE);
  }

  private RuntimeStore store() {
    looks.add("runtimes");
    return new RuntimeStore(runtimes.resolve("runtimes"), this::refuses);
  }

  /** No program can be run here; which were asked for is remembered. */
  private Finished refuses(Command command) {
    programs.add(command.argv().getFirst());
    return new Finished(1, "", "npm error network\n");
  }

  private static Wishes all(String word) {
    Map<Task, String> words = new EnumMap<>(Task.class);
    for (Task task : Task.values()) {
      words.put(task, word);
    }
    return new Wishes(words, Optional.empty(), List.of());
  }

  /** A captured machine whose drivers offer one GPU. */
  private final class Scripted implements MachineView {
    private final String name;

    private Scripted(String name) {
      this.name = name;
    }

    @Override
    public Survey survey() {
      looks.add("files");
      Machine machine =
          Roots.open(
              Path.of(System.getProperty("hearth.root"), "machine/src/test/resources/machines")
                  .resolve(name + ".txt"));
      return Surveyor.survey(machine, new NvidiaSmi(machine), HostProbe.Depth.QUICK);
    }

    @Override
    public List<VulkanAdapter> adapters() {
      looks.add("drivers");
      return List.of(RADEON, Adapters.LLVMPIPE);
    }

    @Override
    public String architecture() {
      return "amd64";
    }
  }

  @Nested
  class Looking {
    @Test
    void isLeftOutWhereOnlyTheCpuIsWanted() {
      assertThat(decide(CapturedTerminal.piped(), "cpu", false).runtime()).isEmpty();
      assertThat(looks).isEmpty();
    }

    @Test
    void loadsNoDriverWhereThereIsNoGpuAndNoWish() {
      decide(CapturedTerminal.piped(), "auto", false, "vm-without-any");
      assertThat(looks).containsExactly("files");
    }

    @Test
    void loadsTheDriversWhereThereIsAGpu() {
      decide(CapturedTerminal.piped(), "auto", false);
      assertThat(looks).startsWith("files", "drivers", "runtimes");
    }
  }

  @Nested
  class ARuntimeThatIsMissing {
    @Test
    void isNotInstalledUnaskedAndAutoGoesOnWithTheCpu() {
      var decided = decide(CapturedTerminal.piped(), "auto", false);
      assertThat(decided.chosen().computing().devices()).containsExactly(Device.CPU);
      assertThat(decided.chosen().computing().of(Task.OCR).because())
          .contains("hearth runtimes install vulkan");
      assertThat(programs).isEmpty();
    }

    @Test
    void refusesAWordOfItsOwnWhereNobodyCanBeAsked() {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> decide(CapturedTerminal.piped(), "vulkan", false))
          .withMessage(
              "The engine cannot compute with Vulkan here (the Vulkan runtime is not installed)."
                  + " hearth runtimes install vulkan, or start with --yes, which does it");
      assertThat(programs).isEmpty();
    }

    @Test
    void isOfferedToAPersonWithItsSizeAndWhereItComesFrom() {
      CapturedTerminal person = CapturedTerminal.answering("n");
      var decided = decide(person, "auto", false);
      assertThat(person.err())
          .matches(
              "Install the Vulkan runtime \\(fetches [0-9.]+ MB by npm, keeps [0-9.]+ MB\\)\\?"
                  + " \\[Y/n\\] ");
      assertThat(decided.chosen().provider()).isEqualTo(Provider.CPU);
      assertThat(programs).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "y", "Y", "yes"})
    void isInstalledWhereThePersonAgrees(String answer) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> decide(CapturedTerminal.answering(answer), "auto", false))
          .withMessageContaining("could not be fetched with npm");
      assertThat(programs).containsExactly("npm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "N", "what?"})
    void isLeftWhereThePersonDoesNot(String answer) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> decide(CapturedTerminal.answering(answer), "vulkan", false))
          .withMessageContaining("the Vulkan runtime is not installed");
      assertThat(programs).isEmpty();
    }

    @Test
    void isInstalledUnaskedWithYes() {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> decide(CapturedTerminal.piped(), "vulkan", true))
          .withMessageContaining("could not be fetched with npm");
      assertThat(programs).containsExactly("npm");
    }

    @Test
    void thatOnlyAPathGivesIsNotOffered() {
      CapturedTerminal person = CapturedTerminal.answering("y");
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> decide(person, "migraphx", true))
          .withMessageContaining("the MIGraphX runtime is not installed")
          .withMessageContaining("hearth runtimes install migraphx --from /");
      assertThat(person.err()).isEmpty();
      assertThat(programs).isEmpty();
    }
  }
}
