package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeEnvironmentTest {
  private static final String NAME = "HEARTH_TEST_VARIABLE";

  @Test
  void aVariableIsSetForNativeCodeOnlyAndTakenBack() {
    assertThat(System.getenv(NAME)).isNull();
    try (NativeEnvironment environment = new NativeEnvironment()) {
      environment.set(NAME, "first");
      environment.set(NAME, "second – ü");

      assertThat(NativeEnvironment.get(NAME)).contains("second – ü");
      assertThat(System.getenv(NAME)).isNull();
      assertThat(environment.changed(NAME)).isTrue();
    }
    assertThat(NativeEnvironment.get(NAME)).isEmpty();
  }

  @Test
  void whatTheProcessWasGivenComesBack() {
    try (NativeEnvironment given = new NativeEnvironment()) {
      given.set(NAME, "given");
      try (NativeEnvironment environment = new NativeEnvironment()) {
        environment.setAbsent(NAME, "other");
        assertThat(NativeEnvironment.get(NAME)).contains("given");
        assertThat(environment.changed(NAME)).isFalse();

        environment.set(NAME, "other");
        assertThat(NativeEnvironment.get(NAME)).contains("other");
      }
      assertThat(NativeEnvironment.get(NAME)).contains("given");
    }
  }

  @Test
  void keptChangesStay() {
    try (NativeEnvironment cleared = new NativeEnvironment()) {
      cleared.set(NAME, "");
      try (NativeEnvironment environment = new NativeEnvironment()) {
        environment.setAbsent(NAME, "kept");
        environment.keep();
      }
      assertThat(NativeEnvironment.get(NAME)).contains("kept");
    }
    assertThat(NativeEnvironment.get(NAME)).isEmpty();
  }
}
