package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.machine.ProblemException;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class WishOptionsTest {

  private static Wish wish(String... words) {
    WishOptions options = new WishOptions();
    CommandLine.populateCommand(options, words);
    return options.wish();
  }

  @Test
  void withoutAnyEverythingIsChosen() {
    assertThat(wish()).isEqualTo(Wish.none());
  }

  @Test
  void sayWhatIsWished() {
    Wish wish =
        wish(
            "--backend=rocm",
            "--manager=compose",
            "--accelerator=780M",
            "--accelerator=renderD129",
            "--image=:v3.0.1-rocm",
            "--name=ml",
            "--port=3010",
            "--set=HSA_USE_SVM=0",
            "--set=TZ=",
            "--memory=4GiB");

    assertThat(wish.backend()).contains(Backend.ROCM);
    assertThat(wish.supervisor()).contains(Supervisor.COMPOSE);
    assertThat(wish.accelerators()).containsExactly("780M", "renderD129");
    assertThat(wish.image()).contains(":v3.0.1-rocm");
    assertThat(wish.name()).contains("ml");
    assertThat(wish.port()).contains(3010);
    assertThat(wish.environment()).containsEntry("HSA_USE_SVM", "0").containsEntry("TZ", "");
    assertThat(wish.memoryBytes()).contains(4L << 30);
  }

  @ParameterizedTest
  @CsvSource({
    "4GiB, 4294967296",
    "4g, 4294967296",
    "512m, 536870912",
    "512MB, 536870912",
    "1024, 1024"
  })
  void readSizesAsContainerEnginesDo(String text, long bytes) {
    assertThat(WishOptions.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "--backend=rocn,   --backend cannot be rocn. Did you mean rocm?",
    "--manager=docker, --manager cannot be docker",
    "--set=HSA,        --set wants a variable and its value",
    "--set==1,         --set wants a variable and its value",
    "--memory=much,    --memory wants a size",
    "--memory=0,       --memory wants a size",
  })
  void thatCannotBeMeantAreRefusedWithTheNearest(String word, String message) {
    assertThatThrownBy(() -> wish(word))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(message);
  }
}
