package dev.hearth.bench.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.bench.lab.Stages.Stage;
import dev.hearth.bench.lab.Subject.Graph;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.inference.store.ModelStore;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.vulkan.PhysicalDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagesTest {
  @TempDir Path folder;

  private static Subject subject(Task task, String name, ModelType... types) {
    return new Subject(
        task,
        name,
        java.util.Arrays.stream(types).map(type -> new Graph(type, Path.of("x"))).toList());
  }

  @Nested
  class Plan {
    private final List<Subject> subjects =
        List.of(
            subject(Task.TEXT, "starter", ModelType.EMBEDDING),
            subject(Task.CLIP, Generated.NAME, ModelType.VISUAL));

    @Test
    void beginsWithTheModelOfTheAimsOnTheDevice() {
      List<Stage> plan = Stages.plan(subjects, List.of("cpu", "vulkan"));

      assertThat(plan)
          .extracting(Stage::title)
          .startsWith(
              "clip/ViT-B-32__random on vulkan, sessions",
              "clip/ViT-B-32__random on cpu, sessions",
              "clip/ViT-B-32__random on vulkan, beside the processor");
    }

    @Test
    void comparesNoDeviceWithItself() {
      assertThat(Stages.plan(subjects, List.of("cpu")))
          .noneMatch(stage -> stage.what() == StageCommand.What.PARITY);
    }

    @Test
    void sendsNoPhotosToModelsThatTakeTexts() {
      assertThat(Stages.plan(subjects, List.of("vulkan")))
          .filteredOn(stage -> stage.what() == StageCommand.What.ENGINE)
          .extracting(stage -> stage.subject().label())
          .containsExactly("clip/ViT-B-32__random");
    }
  }

  @Nested
  class Processes {
    private final Path log = folder().resolve("log");

    private static Path folder() {
      try {
        return Files.createTempDirectory("stages");
      } catch (IOException impossible) {
        throw new java.io.UncheckedIOException(impossible);
      }
    }

    @Test
    void thatEndWellSayNothing() throws IOException, InterruptedException {
      assertThat(Stages.run(List.of("/bin/true"), log, Duration.ofSeconds(10))).isEmpty();
    }

    @Test
    void thatTakeTooLongAreEnded() throws IOException, InterruptedException {
      assertThat(Stages.run(List.of("sleep", "60"), log, Duration.ofMillis(1100)))
          .contains("its time was up after 1 s");
    }

    @Test
    void thatFailSayTheLastThingTheySaid() throws IOException, InterruptedException {
      assertThat(
              Stages.run(
                  List.of("sh", "-c", "echo first; echo no device; exit 3"),
                  log,
                  Duration.ofSeconds(10)))
          .contains("exit code 3: no device");
    }

    /** What a driver that crashes does. */
    @Test
    void thatDieOfASignalSayWhich() throws IOException, InterruptedException {
      assertThat(Stages.run(List.of("sh", "-c", "kill -ABRT $$"), log, Duration.ofSeconds(10)))
          .contains("it was ended by signal 6: nothing was printed");
    }
  }

  @Nested
  class Adapters {
    private final VulkanAdapter card = adapter("Imagined Card", PhysicalDevice.Type.DISCRETE_GPU);
    private final VulkanAdapter played = adapter("llvmpipe (LLVM 15)", PhysicalDevice.Type.CPU);

    private static VulkanAdapter adapter(String name, PhysicalDevice.Type type) {
      boolean software = type == PhysicalDevice.Type.CPU;
      return new VulkanAdapter(
          new PhysicalDevice(
              name,
              type,
              1,
              1,
              "1.4.0",
              Reading.known("driver"),
              Reading.known("1"),
              software
                  ? Reading.unknown("software")
                  : PciAddress.parse("0000:03:00.0")
                      .map(Reading::known)
                      .orElse(Reading.unknown("no address")),
              List.of()),
          Path.of("manifest.json"));
    }

    @Test
    void areHardwareUnlessOtherwiseAskedFor() {
      assertThat(Choice.among(List.of(played, card), "")).isEqualTo(card);
      assertThat(Choice.among(List.of(card, played), "LLVMpipe")).isEqualTo(played);
      assertThat(Choice.among(List.of(played, card), "03:00.0")).isEqualTo(card);
    }

    @Test
    void thatTheProcessorPlaysAreNotTakenUnasked() {
      assertThatThrownBy(() -> Choice.among(List.of(played), ""))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> {
                assertThat(refused.problem().evidence()).isEqualTo("llvmpipe (LLVM 15) (software)");
                assertThat(refused.problem().remedy()).contains("--adapter");
              });
    }

    @Test
    void thatAreNotThereAreSaid() {
      assertThatThrownBy(() -> Choice.among(List.of(), ""))
          .hasMessageContaining("There is no Vulkan adapter that is a GPU");
    }
  }

  @Nested
  class Subjects {
    private void file(String path, String content) throws IOException {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    }

    @Test
    void areTheModelsOfAStoreByWhatTheyAreFor() throws IOException {
      file("clip/one/visual/model.onnx", "x");
      file("clip/one/visual/preprocess_cfg.json", "{}");
      file("text/embeds/model.onnx", "x");
      file("text/embeds/config.json", "{}");
      file("text/embeds/tokenizer.json", "{}");
      file("text/classifies/model.onnx", "x");
      file("text/classifies/config.json", "{\"id2label\": {\"0\": \"a\"}}");
      file("text/classifies/tokenizer.json", "{}");

      List<Subject> subjects = Subject.in(new ModelStore(List.of(folder)));

      assertThat(subjects)
          .extracting(Subject::label, each -> each.graphs().getFirst().type())
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple("clip/one", ModelType.VISUAL),
              org.assertj.core.groups.Tuple.tuple("text/embeds", ModelType.EMBEDDING),
              org.assertj.core.groups.Tuple.tuple("text/classifies", ModelType.CLASSIFICATION));
    }
  }
}
