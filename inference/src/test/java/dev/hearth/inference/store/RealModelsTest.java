package dev.hearth.inference.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real weights in Immich's layout, only read. */
class RealModelsTest {
  @Test
  void allAreFoundCompleteAndReadable() {
    Path models = SharedFolder.orSkip().resolve("models");
    ModelStore store = new ModelStore(List.of(models), "main", _ -> false);

    List<StoredModel> list = store.list();

    assertThat(list)
        .extracting(model -> model.folder().label())
        .contains(
            "clip/standin-mobilenetv2-minilm",
            "facial-recognition/scrfd2.5g-mbf512",
            "ocr/PP-OCRv4_mobile",
            "text/minilm-fpb");
    assertThat(list)
        .allSatisfy(model -> {
          assertThat(model.states())
              .containsExactlyInAnyOrder(StoredModel.State.COMPLETE, StoredModel.State.READ_ONLY);
          assertThat(Verification.of(model.folder(), Progress.NONE))
              .isNotEmpty()
              .noneMatch(FileCheck::bad);
        });
    assertThat(store.find(Task.TEXT, ModelName.of("minilm-fpb")).orElseThrow().path())
        .isEqualTo(models.resolve("sentiment/minilm-fpb"));
    assertThat(store.find(Task.FACES, ModelName.of("scrfd2.5g-mbf512")).orElseThrow())
        .matches(folder -> folder.has(ModelType.RECOGNITION));
  }
}
