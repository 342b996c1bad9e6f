package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.engine.Computing;
import dev.hearth.inference.model.Task;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A device that turns out not to compute. */
class RuntimeLoadingTest {
  private static final Device GPU =
      new Device(Provider.VULKAN, 0, "GPU", Optional.of("0000:03:00.0"), false);
  private static final Map<Device, ProblemException> FAILED =
      Map.of(
          GPU,
          new ProblemException(
              new Problem(
                  Problem.Kind.UNAVAILABLE, "GPU does not compute", "it placed nothing", "")));

  private static Computing.Choice onGpu(boolean mayFallBack) {
    return new Computing.Choice(List.of(GPU), mayFallBack, "as set");
  }

  @Test
  void thatWasAskedForIsARefusal() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> RuntimeLoading.without(Computing.everywhere(onGpu(false)), FAILED))
        .withMessage("GPU does not compute (it placed nothing)");
  }

  @Test
  void thatAutoCameToIsLeftForTheCpuWithTheReason() {
    assertThat(RuntimeLoading.without(Computing.everywhere(onGpu(true)), FAILED))
        .isEqualTo(
            Computing.everywhere(
                new Computing.Choice(
                    List.of(Device.CPU), false, "auto: GPU does not compute; it placed nothing")));
  }

  @Test
  void thatOneTaskAskedForIsARefusalWhateverTheOthersSay() {
    Map<Task, Computing.Choice> choices =
        new java.util.EnumMap<>(Computing.everywhere(onGpu(true)).byTask());
    choices.put(Task.OCR, onGpu(false));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> RuntimeLoading.without(new Computing(choices), FAILED));
  }
}
