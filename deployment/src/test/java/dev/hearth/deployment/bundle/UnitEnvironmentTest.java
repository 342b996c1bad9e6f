package dev.hearth.deployment.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.planning.Version;
import dev.hearth.planning.doctor.Finding;
import dev.hearth.planning.plan.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the process of Ollama's unit has. */
class UnitEnvironmentTest {
  @Nested
  class TheProcess {
    @Test
    void hasItsVariablesAsOllamaTakesThem() {
      assertThat(environment("PATH=/bin", "HSA_OVERRIDE_GFX_VERSION= \"11.0.0\"", "empty="))
          .extracting(EffectiveEnvironment::variables)
          .isEqualTo(Map.of("PATH", "/bin", "HSA_OVERRIDE_GFX_VERSION", "11.0.0", "empty", ""));
    }

    @Test
    void lacksWhatADropInWithoutHeaderSays() {
      List<Variable> wanted =
          List.of(
              new Variable("HSA_OVERRIDE_GFX_VERSION", "11.0.0", ""),
              new Variable("OLLAMA_IGPU_ENABLE", "1", ""),
              new Variable("PATH", "/bin", ""));

      assertThat(environment("PATH=/bin", "OLLAMA_IGPU_ENABLE=0").lacks(wanted))
          .containsExactly(
              "HSA_OVERRIDE_GFX_VERSION is not set in the running process",
              "OLLAMA_IGPU_ENABLE is 0 in the running process, not 1");
    }

    @ParameterizedTest
    @CsvSource({
      "ROCR_VISIBLE_DEVICES=-1, 0.12.6",
      "HIP_VISIBLE_DEVICES=, 0.12.6",
      "CUDA_VISIBLE_DEVICES=-1, 0.31.2",
      "HSA_OVERRIDE_GFX_VERSION=11.0, 0.12.6",
      "HSA_OVERRIDE_GFX_VERSION=gfx1100, 0.12.6",
      "OLLAMA_IGPU_ENABLE=false, 0.30.1",
      "OLLAMA_LLM_LIBRARY=cpu_avx2, 0.12.6",
      "OLLAMA_LLM_LIBRARY=rocm, 0.30.1"
    })
    void computesOnTheCpuWith(String assignment, String version) {
      assertThat(environment(assignment).disturbing(version(version), List.of("rocm_v7_2")))
          .singleElement()
          .matches(Finding::failed)
          .extracting(Finding::evidence)
          .isEqualTo(assignment + " in the running process");
    }

    @ParameterizedTest
    @CsvSource({
      "HIP_VISIBLE_DEVICES=0, 0.12.6",
      "CUDA_VISIBLE_DEVICES=0, 0.31.2",
      "LD_LIBRARY_PATH=/opt/rocm-6.2.0/lib, 0.12.6",
      "OLLAMA_NUM_GPU=99, 0.12.6",
      "OLLAMA_NEW_ENGINE=1, 0.30.0",
      "OLLAMA_INTEL_GPU=1, 0.13.0"
    })
    void mayBeDisturbedBy(String assignment, String version) {
      assertThat(environment(assignment).disturbing(version(version), List.of("rocm")))
          .singleElement()
          .matches(each -> !each.failed());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "HSA_OVERRIDE_GFX_VERSION=11.0.0",
          "ROCR_VISIBLE_DEVICES=GPU-1a2b",
          "OLLAMA_LLM_LIBRARY=rocm_v7_2",
          "OLLAMA_IGPU_ENABLE=1",
          "LD_LIBRARY_PATH=/usr/local/lib",
          "OLLAMA_CONTEXT_LENGTH=8192"
        })
    void isNotDisturbedBy(String assignment) {
      assertThat(environment(assignment).disturbing(version("0.30.1"), List.of("rocm_v7_2")))
          .isEmpty();
    }
  }

  private static EffectiveEnvironment environment(String... assignments) {
    Map<String, String> variables = new HashMap<>();
    for (String each : assignments) {
      int equals = each.indexOf('=');
      variables.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return EffectiveEnvironment.of(variables);
  }

  private static Version version(String text) {
    return Version.parse(text).orElseThrow();
  }
}
