package dev.hearth.inference.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.graph.TinyModel;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderPluginTest {
  private static final Path NATIVE = Path.of("target", "native").toAbsolutePath();

  private final OrtEnvironment environment = environment();

  @TempDir private Path folder;

  @Test
  void aProviderOffersItsDevicesAndOpensSessionsOnThem() throws Exception {
    Path library = FakeProvider.compiledOrSkip("works");
    try {
      OnnxSessions sessions = load(library);
      assertThat(sessions.offered())
          .singleElement()
          .satisfies(device -> {
            assertThat(device.provider()).isEqualTo(Provider.OPENVINO);
            assertThat(device.software()).isTrue();
            assertThat(device.ordinal()).isZero();
          });

      try (OnnxSession session =
          sessions.open(
              tinyModel(), SessionSettings.DEFAULT, Set.of(), sessions.offered().getFirst())) {
        assertThat(session.placement().share()).as("it claims no node").isZero();
        assertThat(session.placement().nodes()).isPositive();
      }
    } finally {
      environment.unregisterExecutionProviderLibrary(Provider.OPENVINO.runtimeName());
    }
  }

  @Test
  void loadingAgainFindsItRegistered() throws Exception {
    Path library = FakeProvider.compiledOrSkip("works");
    try {
      assertThat(load(library).offered()).isEqualTo(load(library).offered());
    } finally {
      environment.unregisterExecutionProviderLibrary(Provider.OPENVINO.runtimeName());
    }
  }

  @Test
  void aDeviceThatItDoesNotHaveIsRefusedWithThoseItHas() throws Exception {
    Path library = FakeProvider.compiledOrSkip("works");
    Device second = new Device(Provider.OPENVINO, 7, "Arc A770", Optional.empty(), false);
    try {
      OnnxSessions sessions = load(library);
      assertRefused(
          () -> sessions.open(tinyModel(), SessionSettings.DEFAULT, Set.of(), second),
          problem -> {
            assertThat(problem.what()).isEqualTo("OpenVINO does not offer Arc A770");
            assertThat(problem.evidence()).contains("CPU");
          });
    } finally {
      environment.unregisterExecutionProviderLibrary(Provider.OPENVINO.runtimeName());
    }
  }

  @Test
  void aDeviceOfAnotherRuntimeIsRefused() {
    Device device = new Device(Provider.MIGRAPHX, 0, "Radeon", Optional.empty(), false);

    assertRefused(
        () -> TestSessions.sessions().open(tinyModel(), SessionSettings.DEFAULT, Set.of(), device),
        problem -> assertThat(problem.remedy()).isEqualTo("hearth runtimes list"));
  }

  @Test
  void aProviderThatFailsIsQuoted() throws IOException {
    Path library = FakeProvider.compiledOrSkip("fails", "-DFAILS");

    assertRefused(
        () -> load(library),
        problem -> {
          assertThat(problem.what()).isEqualTo("OpenVINO cannot be added to the runtime");
          assertThat(problem.evidence()).contains("the firmware of the device is asleep");
          assertThat(problem.remedy()).contains("hearth runtimes install openvino", "1.29");
        });
  }

  @Test
  void aProviderForAnotherVersionIsCalledThat() throws IOException {
    Path library = FakeProvider.compiledOrSkip("too-new", "-DTOO_NEW");

    assertRefused(
        () -> load(library),
        problem ->
            assertThat(problem.evidence()).contains("made for another version of ONNX Runtime"));
  }

  @Test
  void aLibraryWithoutProvidersOffersNoDevice() throws IOException {
    Path library = FakeProvider.compiledOrSkip("empty", "-DEMPTY");

    assertRefused(
        () -> load(library),
        problem ->
            assertThat(problem.what()).isEqualTo("OpenVINO offers no device on this machine"));
  }

  @Test
  void aProviderWithoutDevicesSaysThatAndCanBeTriedAgain() throws IOException {
    Path library = FakeProvider.compiledOrSkip("no-device", "-DNO_DEVICE");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertRefused(
          () -> load(library),
          problem -> {
            assertThat(problem.what()).isEqualTo("OpenVINO offers no device on this machine");
            assertThat(problem.remedy()).contains("driver", "--backend cpu");
          });
    }
  }

  @Test
  void aLibraryThatIsNoProviderIsCalledThat() throws IOException {
    Path library = FakeProvider.compiledOrSkip("no-symbols", "-DNO_SYMBOLS");

    assertRefused(
        () -> load(library),
        problem -> assertThat(problem.evidence()).contains("is a library, but no provider"));
  }

  @Test
  void aLibraryThatLacksAnotherNamesIt() throws IOException {
    Path absent = FakeProvider.compiledOrSkip("hearth-absent", "-DNO_SYMBOLS");
    Path library =
        FakeProvider.compiledOrSkip(
            "needs-other", "-Wl,--no-as-needed", "-L" + absent.getParent(), "-lhearth-absent");
    Files.delete(absent);

    assertRefused(
        () -> load(library),
        problem ->
            assertThat(problem.evidence())
                .contains("needs libhearth-absent.so, which is not installed"));
  }

  @Test
  void aFileThatIsNoLibraryIsCalledThat() throws IOException {
    Path file = Files.writeString(folder.resolve("plugin.so"), "not a library ".repeat(50));

    assertRefused(
        () -> load(file), problem -> assertThat(problem.evidence()).contains("is no library"));
  }

  @Test
  void aFileThatIsNotThereIsCalledThat() {
    assertRefused(
        () -> load(folder.resolve("plugin.so")),
        problem -> assertThat(problem.evidence()).contains("there is no file"));
  }

  private Path tinyModel() throws IOException {
    TinyModel model =
        TinyModel.opset(13)
            .input("x", 1, 3, 8, 8)
            .conv("x", "y", 3, 4, 3, 1)
            .output("y", 1, 4, 8, 8);
    return Files.write(folder.resolve("model.onnx"), model.bytes());
  }

  private static OrtEnvironment environment() {
    assertThat(TestSessions.sessions().version()).isNotEmpty();
    return OrtEnvironment.getEnvironment();
  }

  private static OnnxSessions load(Path library) {
    return OnnxSessions.load(
        new RuntimeLibraries(
            Provider.OPENVINO,
            NATIVE.resolve("libonnxruntime.so"),
            Optional.of(NATIVE.resolve("libonnxruntime4j_jni.so")),
            Optional.of(library)),
        NATIVE);
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Consumer<Problem> requirement) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
              requirement.accept(refused.problem());
            });
  }
}
