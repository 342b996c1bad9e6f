package dev.hearth.evidence.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.evidence.workload.PhotoTasks;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkTest {
  private static final PhotoTasks USUAL = PhotoTasks.of("ViT-B-32__openai", "buffalo_l");

  @TempDir Path root;

  private PhotoTasks told(Map<String, String> environment) {
    return new Work(environment, this::names, "n").photo();
  }

  private PhotoTasks told() {
    return told(Map.of());
  }

  private List<String> names(String folder) {
    return new Machine(FileTree.under(root)).namesOrNone("/" + folder);
  }

  private void cached(String... folders) throws IOException {
    for (String folder : folders) {
      Files.createDirectories(root.resolve(folder));
    }
  }

  @Nested
  class WhatImmichLoadsAtItsStart {
    @Test
    void isAsked() {
      assertThat(
              told(
                  Map.of(
                      "MACHINE_LEARNING_PRELOAD__CLIP__VISUAL",
                      "ViT-L-14__openai, another",
                      "MACHINE_LEARNING_PRELOAD__FACIAL_RECOGNITION__DETECTION",
                      "buffalo_s",
                      "MACHINE_LEARNING_PRELOAD__FACIAL_RECOGNITION__RECOGNITION",
                      "antelopev2")))
          .isEqualTo(
              new PhotoTasks(
                  Optional.of("ViT-L-14__openai"),
                  Optional.of(new PhotoTasks.Pair("buffalo_s", "antelopev2")),
                  Optional.empty()));
    }

    @Test
    void isAllThatIsAskedWhereNothingElseLiesInTheCache() {
      assertThat(
              told(Map.of("machine_learning_preload__clip__textual", "nllb-clip-base-siglip__v1")))
          .isEqualTo(PhotoTasks.search("nllb-clip-base-siglip__v1"));
      assertThat(
              told(Map.of("MACHINE_LEARNING_PRELOAD__FACIAL_RECOGNITION__DETECTION", "buffalo_m")))
          .isEqualTo(PhotoTasks.faces("buffalo_m"));
      assertThat(told(Map.of("MACHINE_LEARNING_PRELOAD__OCR__RECOGNITION", "PP-OCRv5_mobile")))
          .isEqualTo(PhotoTasks.text("PP-OCRv5_mobile"));
    }

    @Test
    void goesBeforeWhatLiesInItsCache() throws IOException {
      cached("clip/ViT-B-32__openai/visual", "facial-recognition/buffalo_l/recognition");
      assertThat(told(Map.of("MACHINE_LEARNING_PRELOAD__CLIP", "ViT-B-16-SigLIP2__webli")))
          .isEqualTo(PhotoTasks.of("ViT-B-16-SigLIP2__webli", "buffalo_l"));
    }

    @Test
    void isNothingWhereTheVariableIsEmpty() {
      assertThat(told(Map.of("MACHINE_LEARNING_PRELOAD__CLIP__VISUAL", " , "))).isEqualTo(USUAL);
    }
  }

  @Nested
  class WhatLiesInTheCache {
    @Test
    void isAskedAndNoTaskThatIsSwitchedOff() throws IOException {
      cached("facial-recognition/buffalo_s/recognition", "ocr/PP-OCRv5_mobile/recognition");
      assertThat(told()).isEqualTo(PhotoTasks.faces("buffalo_s"));
    }

    @Test
    void isReadOnlyWhereNothingElseIsDone() throws IOException {
      cached("ocr/PP-OCRv5_mobile/detection", "ocr/EN__PP-OCRv5_mobile/recognition");
      assertThat(told()).isEqualTo(PhotoTasks.text("EN__PP-OCRv5_mobile"));
    }

    @Test
    void isTheUsualModelAmongSeveral() throws IOException {
      cached("clip/RN50__openai/visual", "clip/ViT-B-32__openai/visual", "clip/.lock");
      assertThat(told()).isEqualTo(PhotoTasks.search("ViT-B-32__openai"));
    }

    @Test
    void isAModelThatHasThePartThatIsAsked() throws IOException {
      cached("clip/ViT-B-32__openai/textual", "clip/ViT-L-14__openai/visual");
      assertThat(told()).isEqualTo(PhotoTasks.search("ViT-L-14__openai"));
    }
  }

  @Test
  void whereNothingIsToldItIsWhatImmichChoosesItself() {
    assertThat(told()).isEqualTo(USUAL);
  }

  @Test
  void aServiceIsGivenThatWork() throws IOException {
    cached("facial-recognition/starter/recognition");
    Work work = new Work(Map.of(), this::names, "n");
    assertThat(
            work.of("immich-ml", (_, _) -> Reading.unknown("nobody is asked")).map(Workload::what))
        .isEqualTo(Reading.known("a photo (faces)"));
  }
}
