package dev.hearth.inference.store;

import static dev.hearth.inference.store.ModelPullerTest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.StoredModel.State;
import dev.hearth.machine.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoreTest {
  @TempDir Path root;
  @TempDir Path second;

  @Nested
  class AnImmichCache {
    @Test
    void isAStoreAsItIs() throws IOException {
      clip(root, "ViT-B-32__openai");
      faces(root, "buffalo_l");

      ModelFolder clip = found(Task.CLIP, "immich-app/ViT-B-32::openai");
      ModelFolder faces = found(Task.FACES, "buffalo_l");

      assertThat(clip.missing()).isEmpty();
      assertThat(clip.requireOnnx(ModelType.VISUAL))
          .isEqualTo(root.resolve("clip/ViT-B-32__openai/visual/model.onnx"));
      assertThat(clip.file(ModelType.TEXTUAL, "tokenizer.json")).isPresent();
      assertThat(clip.file("config.json")).isPresent();
      assertThat(faces.has(ModelType.DETECTION)).isTrue();
    }

    @Test
    void isOnlyReadWhenItCannotBeWritten() throws IOException {
      faces(root, "buffalo_l");
      ModelStore readOnly = new ModelStore(List.of(root), "main", _ -> false);

      assertThat(readOnly.find(Task.FACES, ModelName.of("buffalo_l")).orElseThrow().writable())
          .isFalse();
      assertThat(ModelPullerTest.files(root)).hasSize(2);
      assertThat(readOnly.list().getFirst().states())
          .containsExactlyInAnyOrder(State.COMPLETE, State.READ_ONLY);
      assertThat(problem(() -> readOnly.remove(Task.FACES, ModelName.of("buffalo_l"))).kind())
          .isEqualTo(Problem.Kind.UNAVAILABLE);
    }

    @Test
    void sharesOneDetectionAmongTheLanguagesOfAnOcrFamily() throws IOException {
      file(root, "ocr/PP-OCRv5_mobile/detection/model.onnx");
      file(root, "ocr/EN__PP-OCRv5_mobile/recognition/model.onnx");

      ModelFolder english = found(Task.OCR, "EN__PP-OCRv5_mobile");

      assertThat(english.missing()).isEmpty();
      assertThat(english.requireOnnx(ModelType.DETECTION))
          .isEqualTo(root.resolve("ocr/PP-OCRv5_mobile/detection/model.onnx"));
      assertThat(found(Task.OCR, "PP-OCRv5_mobile").missing())
          .containsExactly("recognition/model.onnx");
    }
  }

  @Nested
  class AModelPutThereByHand {
    @Test
    void worksUnderItsFoldersName() throws IOException {
      faces(root, "mine");

      assertThat(found(Task.FACES, "mine").missing()).isEmpty();
    }

    @Test
    void worksAlsoWhenItsFoldersNameHasDots() throws IOException {
      faces(root, "scrfd2.5g-v1.0");

      assertThat(found(Task.FACES, "scrfd2.5g-v1.0").path())
          .isEqualTo(root.resolve("facial-recognition/scrfd2.5g-v1.0"));
    }

    @Test
    void mayDoOnlyPartOfTheTask() throws IOException {
      file(root, "clip/eyes/visual/model.onnx");
      file(root, "clip/eyes/visual/preprocess_cfg.json");

      ModelFolder eyes = found(Task.CLIP, "eyes");

      assertThat(eyes.has(ModelType.VISUAL)).isTrue();
      assertThat(eyes.has(ModelType.TEXTUAL)).isFalse();
      Problem problem = problem(() -> eyes.requireOnnx(ModelType.TEXTUAL));
      assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
      assertThat(problem.evidence()).contains("clip/eyes/textual/model.onnx");
    }

    @Test
    void ofTextMayLieUnderAnyFolder() throws IOException {
      file(root, "sentiment/minilm/model.onnx");
      file(root, "sentiment/minilm/tokenizer.json");
      file(root, "sentiment/minilm/config.json");
      file(root, "sentiment/not-a-model/vocab.txt");

      assertThat(found(Task.TEXT, "minilm").missing()).isEmpty();
      assertThat(new ModelStore(List.of(root)).list()).hasSize(1);
      assertThat(new ModelStore(List.of(root)).find(Task.TEXT, ModelName.of("not-a-model")))
          .isEmpty();
    }

    @Test
    void ofTextMayBeACopyOfItsRepository() throws IOException {
      file(root, "text/finbert/onnx/model.onnx");
      file(root, "text/finbert/tokenizer.json");
      file(root, "text/finbert/config.json");

      assertThat(found(Task.TEXT, "Xenova/finbert").requireOnnx(ModelType.EMBEDDING))
          .isEqualTo(root.resolve("text/finbert/onnx/model.onnx"));
    }
  }

  @Nested
  class MoreThanOneRoot {
    @Test
    void theFirstThatHasAllOfAModelWins() throws IOException {
      file(root, "facial-recognition/buffalo_s/detection/model.onnx");
      faces(second, "buffalo_s");

      ModelFolder found = found(Task.FACES, "buffalo_s");

      assertThat(found.root()).isEqualTo(second);
      assertThat(found.writable()).isFalse();
    }

    @Test
    void elseTheFirstThatHasSome() throws IOException {
      file(root, "facial-recognition/buffalo_s/detection/model.onnx");
      file(second, "facial-recognition/buffalo_s/recognition/model.onnx");

      assertThat(found(Task.FACES, "buffalo_s").root()).isEqualTo(root);
    }

    @Test
    void thatIsNotThereIsNoTrouble() {
      ModelStore store = new ModelStore(List.of(root, second.resolve("gone")));

      assertThat(store.list()).isEmpty();
      assertThat(store.find(Task.CLIP, ModelName.of("any"))).isEmpty();
    }
  }

  @Nested
  class TheList {
    @Test
    void saysSizeStateAndWhatIsMissing() throws IOException {
      faces(root, "starter");
      file(root, "facial-recognition/half/detection/model.onnx");
      file(root, "facial-recognition/half/recognition/model.onnx.part");
      file(root, "facial-recognition/half/recognition/model.onnx.corrupt-1");

      List<StoredModel> models = new ModelStore(List.of(root)).list();

      assertThat(models)
          .extracting(model -> model.folder().label())
          .containsExactly("facial-recognition/half", "facial-recognition/starter");
      assertThat(models.getFirst().states())
          .containsExactlyInAnyOrder(State.PARTIAL, State.CORRUPT_ASIDE);
      assertThat(models.getFirst().missing()).containsExactly("recognition/model.onnx");
      assertThat(models.getFirst().bytes()).isEqualTo(12);
      assertThat(models.getLast().states())
          .containsExactlyInAnyOrder(State.COMPLETE, State.STARTER);
    }

    @Test
    void leavesOutFoldersThatAreNoModels() throws IOException {
      file(root, "clip/empty/notes.txt");
      file(root, ".cache/huggingface/model.onnx");
      file(root, "gpu-tuning.ann");

      assertThat(new ModelStore(List.of(root)).list()).isEmpty();
    }
  }

  @Nested
  class Removing {
    private final ModelStore store() {
      return new ModelStore(List.of(root, second));
    }

    @Test
    void takesTheModelAndNothingElse() throws IOException {
      clip(root, "a");
      clip(root, "b");

      store().remove(Task.CLIP, ModelName.of("a"));

      assertThat(root.resolve("clip/a")).doesNotExist();
      assertThat(found(Task.CLIP, "b").missing()).isEmpty();
    }

    @Test
    void takesAlsoWhatAnUnfinishedPullLeft() throws IOException {
      file(root, "clip/a/visual/model.onnx.part");

      store().remove(Task.CLIP, ModelName.of("a"));

      assertThat(root.resolve("clip/a")).doesNotExist();
    }

    @Test
    void doesNotFollowLinksInsideTheModel() throws IOException {
      faces(root, "linked");
      Path precious = Files.writeString(second.resolve("precious"), "x");
      Files.createSymbolicLink(root.resolve("facial-recognition/linked/precious"), precious);
      Files.createSymbolicLink(root.resolve("facial-recognition/linked/folder"), second);

      store().remove(Task.FACES, ModelName.of("linked"));

      assertThat(root.resolve("facial-recognition/linked")).doesNotExist();
      assertThat(precious).exists();
    }

    @Test
    void ofALinkedModelTakesTheLinkOnly() throws IOException {
      faces(second.resolve("else"), "real");
      Path real = second.resolve("else/facial-recognition/real");
      Files.createDirectories(root.resolve("facial-recognition"));
      Files.createSymbolicLink(root.resolve("facial-recognition/linked"), real);

      store().remove(Task.FACES, ModelName.of("linked"));

      assertThat(root.resolve("facial-recognition")).isEmptyDirectory();
      assertThat(ModelPullerTest.files(real)).hasSize(2);
    }

    @Test
    void isRefusedWhereTheTasksFolderLeadsOutOfTheStore() throws IOException {
      faces(second.resolve("else"), "real");
      Files.createSymbolicLink(
          root.resolve("facial-recognition"), second.resolve("else/facial-recognition"));

      Problem problem =
          problem(() -> new ModelStore(List.of(root)).remove(Task.FACES, ModelName.of("real")));

      assertThat(problem.kind()).isEqualTo(Problem.Kind.UNPROCESSABLE);
      assertThat(second.resolve("else/facial-recognition/real/detection/model.onnx")).exists();
    }

    @Test
    void ofAnotherStoresModelIsRefused() throws IOException {
      faces(second, "theirs");

      assertThat(problem(() -> store().remove(Task.FACES, ModelName.of("theirs"))).what())
          .contains("only read");
      assertThat(second.resolve("facial-recognition/theirs/detection/model.onnx")).exists();
    }

    @Test
    void whatIsNotThereIsToldAndNothingIsMade() {
      assertThat(problem(() -> store().remove(Task.FACES, ModelName.of("none"))).kind())
          .isEqualTo(Problem.Kind.NOT_FOUND);
      assertThat(root).isEmptyDirectory();
    }
  }

  @Nested
  class SettingAside {
    @Test
    void keepsEveryCorruptFile() throws IOException {
      faces(root, "a");
      ModelFolder folder = found(Task.FACES, "a");
      ModelStore store = new ModelStore(List.of(root));
      Path detection = folder.requireOnnx(ModelType.DETECTION);

      Path first = store.quarantine(folder, detection);
      Files.writeString(detection, "again");
      Path second = store.quarantine(folder, detection);

      assertThat(first).hasFileName("model.onnx.corrupt-1").hasContent("1234");
      assertThat(second).hasFileName("model.onnx.corrupt-2").hasContent("again");
      assertThat(detection).doesNotExist();
      assertThat(folder.has(ModelType.RECOGNITION)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/..", "/", "a/", "...", " ", "a\u0000b", "x\n"})
  void namesThatAreNoFoldersNameAreRefused(String name) {
    Problem problem =
        problem(() -> new ModelStore(List.of(root)).find(Task.CLIP, ModelName.of(name)));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_INPUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc", "..\\x", "a/../../b", "C:\\x"})
  void namesWithPathsNeverLeaveTheTasksFolder(String name) {
    ModelFolder place = new ModelStore(List.of(root)).place(Task.CLIP, ModelName.of(name));

    assertThat(place.path().getParent()).isEqualTo(root.resolve("clip"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "refs/pr/1", "", ".x", "a\\b"})
  void revisionsThatAreNoFoldersNameAreRefused(String revision) {
    assertThat(problem(() -> new ModelStore(List.of(root), revision, _ -> true)).kind())
        .isEqualTo(Problem.Kind.BAD_SETTING);
  }

  private ModelFolder found(Task task, String name) {
    return new ModelStore(List.of(root, second)).find(task, ModelName.of(name)).orElseThrow();
  }

  private static void clip(Path root, String name) throws IOException {
    file(root, "clip/" + name + "/config.json");
    file(root, "clip/" + name + "/visual/model.onnx");
    file(root, "clip/" + name + "/visual/preprocess_cfg.json");
    file(root, "clip/" + name + "/textual/model.onnx");
    file(root, "clip/" + name + "/textual/tokenizer.json");
  }

  private static void faces(Path root, String name) throws IOException {
    file(root, "facial-recognition/" + name + "/detection/model.onnx");
    file(root, "facial-recognition/" + name + "/recognition/model.onnx");
  }

  private static void file(Path root, String path) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.writeString(root.resolve(path), "1234");
  }
}
