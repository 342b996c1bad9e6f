package dev.hearth.inference.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.image.Filter;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipFolderTest {
  private static final String SIGLIP =
      """
      {"size":[384,384],"mode":"RGB","mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5],
       "interpolation":"bilinear","resize_mode":"squash","fill_color":0}
      """;

  @TempDir private Path folder;

  @Test
  void theConfiguredProfileHonoursResizeAndInterpolation() throws IOException {
    List<Float> half = List.of(0.5f, 0.5f, 0.5f);

    assertThat(read(SIGLIP, Preprocessing.CONFIGURED))
        .isEqualTo(new VisualConfig(384, VisualConfig.Resize.SQUASH, Filter.BILINEAR, half, half));
  }

  @Test
  void theLegacyProfileDoesNot() throws IOException {
    VisualConfig config = read(SIGLIP, Preprocessing.LEGACY);

    assertThat(config.resize()).isEqualTo(VisualConfig.Resize.SHORTEST);
    assertThat(config.filter()).isEqualTo(Filter.BICUBIC);
    assertThat(config.size()).isEqualTo(384);
  }

  @Test
  void whatIsMissingIsAsOpenAiTrained() throws IOException {
    VisualConfig config = read("{\"size\":224}", Preprocessing.CONFIGURED);

    assertThat(config.mean().getFirst()).isEqualTo((float) 0.48145466);
    assertThat(config.deviation().getLast()).isEqualTo((float) 0.27577711);
    assertThat(config.resize()).isEqualTo(VisualConfig.Resize.SHORTEST);
  }

  @Test
  void whatNobodyKnowsIsRefusedWithTheFilesName() throws IOException {
    for (String wrong :
        List.of(
            "{}",
            "{\"size\":0}",
            "{\"size\":224,\"std\":[1,1,0]}",
            "{\"size\":224,\"mean\":[1]}",
            "{\"size\":224,\"resize_mode\":\"longest\"}",
            "{\"size\":224,\"interpolation\":\"random\"}")) {
      assertThatThrownBy(() -> read(wrong, Preprocessing.CONFIGURED))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("preprocess_cfg.json");
    }
  }

  private VisualConfig read(String json, Preprocessing profile) throws IOException {
    Files.createDirectories(folder.resolve("visual"));
    Files.writeString(folder.resolve("visual/preprocess_cfg.json"), json);
    return new ClipFolder(folder).visual(profile);
  }
}
