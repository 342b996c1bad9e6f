package dev.hearth.evidence.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;
import dev.hearth.planning.Backend;
import java.util.List;
import org.junit.jupiter.api.Test;

class HearthModelsTest {
  private static final String CLIP = model("clip", "visual", "ViT-B-32__openai", "cpu");
  private static final String FACES =
      model("facial-recognition", "recognition", "buffalo_l", "cpu");
  private static final String OCR = model("ocr", "recognition", "starter", "vulkan");
  private static final String TEXT = model("text", "embedding", "starter", "cpu");

  private static String model(String task, String type, String name, String backend) {
    return "{\"task\":\""
        + task
        + "\",\"type\":\""
        + type
        + "\",\"name\":\""
        + name
        + "\",\"backend\":\""
        + backend
        + "\"}";
  }

  private static List<Json> list(String... items) {
    return JsonNumbers.items(
        Json.parse("[" + String.join(",", items) + "]", "here").asOptional().orElseThrow());
  }

  private static String asked(String... models) {
    return HearthModels.choose(list(models)).map(Workload::what).orElse("nothing");
  }

  @Test
  void whatIsLoadedIsAsked() {
    assertThat(asked(CLIP, FACES)).isEqualTo("a photo (search, faces)");
    assertThat(asked(CLIP)).isEqualTo("a photo (search)");
    assertThat(asked(FACES)).isEqualTo("a photo (faces)");
    assertThat(asked(OCR)).isEqualTo("a photo (text)");
    assertThat(asked(TEXT)).isEqualTo("a headline");
    assertThat(HearthModels.choose(list(TEXT)).map(Workload::word))
        .isEqualTo(Reading.known(new Workload.Hearth()));
  }

  @Test
  void aModelOnAnAcceleratorIsAskedBeforeOthers() {
    assertThat(asked(CLIP, FACES, OCR, TEXT)).isEqualTo("a photo (text)");
  }

  @Test
  void withoutAModelNothingIsAsked() {
    assertThat(asked()).isEqualTo("nothing");
  }

  @Test
  void itsOwnWordForTheBackendIsThatOfTheFirstAccelerator() {
    assertThat(HearthModels.backend(list("{\"backend\":\"cpu\"}", "{\"backend\":\"vulkan\"}")))
        .contains(Backend.VULKAN);
    assertThat(HearthModels.backend(list("{\"backend\":\"migraphx\"}"))).contains(Backend.ROCM);
    assertThat(HearthModels.backend(list("{\"backend\":\"cpu\"}"))).contains(Backend.CPU);
    assertThat(HearthModels.backend(list())).isEmpty();
  }
}
