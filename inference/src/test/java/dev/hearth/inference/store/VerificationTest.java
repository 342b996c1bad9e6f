package dev.hearth.inference.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.FileCheck.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
  @TempDir Path root;
  private Path faces;

  @BeforeEach
  void aFaceModel() throws IOException {
    faces = root.resolve("facial-recognition/buffalo_s");
    write("detection/model.onnx", TinyOnnx.ofWeights(5000));
    write("recognition/model.onnx", TinyOnnx.ofWeights(6000));
  }

  @Nested
  class WithoutAManifest {
    @Test
    void filesAreReadableAtBest() {
      assertThat(outcomes())
          .isEqualTo(
              Map.of(
                  "detection/model.onnx", Outcome.READABLE,
                  "recognition/model.onnx", Outcome.READABLE));
    }

    @Test
    void aCutGraphIsCorrupt() throws IOException {
      byte[] whole = TinyOnnx.ofWeights(5000);
      write("detection/model.onnx", java.util.Arrays.copyOf(whole, whole.length - 1));

      assertThat(outcomes()).containsEntry("detection/model.onnx", Outcome.CORRUPT);
    }

    @Test
    void aPageInPlaceOfAGraphIsCorrupt() throws IOException {
      write("detection/model.onnx", "<!DOCTYPE html><html>Sign in</html>".getBytes(UTF_8));

      assertThat(outcomes()).containsEntry("detection/model.onnx", Outcome.CORRUPT);
    }

    @Test
    void zerosOfALostWriteAreCorrupt() throws IOException {
      write("detection/model.onnx", new byte[5000]);
      write("recognition/model.onnx", new byte[0]);

      assertThat(outcomes()).containsValues(Outcome.CORRUPT).doesNotContainValue(Outcome.READABLE);
    }

    @Test
    void brokenJsonIsCorrupt() throws IOException {
      write("config.json", "{\"a\": [1, 2}".getBytes(UTF_8));
      write("other.json", "{\"a\": {\"b\": []}}".getBytes(UTF_8));

      assertThat(outcomes())
          .containsEntry("config.json", Outcome.CORRUPT)
          .containsEntry("other.json", Outcome.READABLE);
    }

    @Test
    void weightsNamedByTheGraphAndNotBesideItAreMissing() throws IOException {
      write("detection/model.onnx", TinyOnnx.withData("model.onnx.data"));

      assertThat(outcomes()).containsEntry("detection/model.onnx.data", Outcome.MISSING);

      write("detection/model.onnx.data", new byte[9]);

      assertThat(outcomes()).containsEntry("detection/model.onnx.data", Outcome.READABLE);
    }

    @Test
    void aMissingPartIsMissing() throws IOException {
      Files.delete(faces.resolve("recognition/model.onnx"));

      assertThat(outcomes()).containsEntry("recognition/model.onnx", Outcome.MISSING);
    }
  }

  @Nested
  class WithAManifest {
    @BeforeEach
    void placedByUs() throws IOException {
      new Manifest("immich-app/buffalo_s", "main", List.of(item("detection"), item("recognition")))
          .write(faces);
    }

    private Manifest.Item item(String part) throws IOException {
      Path file = faces.resolve(part + "/model.onnx");
      return new Manifest.Item(part + "/model.onnx", Files.size(file), Sums.sha256(file, _ -> {}));
    }

    @Test
    void whatWasPlacedIsGood() {
      assertThat(outcomes().values()).containsOnly(Outcome.GOOD);
    }

    @Test
    void oneFlippedBitIsCorrupt() throws IOException {
      byte[] bytes = Files.readAllBytes(faces.resolve("detection/model.onnx"));
      bytes[4000] ^= 4;
      write("detection/model.onnx", bytes);

      assertThat(outcomes()).containsEntry("detection/model.onnx", Outcome.CORRUPT);
    }

    @Test
    void aRecognitionModelThatImmichRewroteIsNoCause() throws IOException {
      write("recognition/model.onnx", TinyOnnx.ofWeights(6003));

      assertThat(outcomes()).containsEntry("recognition/model.onnx", Outcome.REWRITTEN);
    }

    @Test
    void aRecognitionModelThatIsCutIsCorrupt() throws IOException {
      write("recognition/model.onnx", java.util.Arrays.copyOf(TinyOnnx.ofWeights(6000), 3000));

      assertThat(outcomes()).containsEntry("recognition/model.onnx", Outcome.CORRUPT);
    }

    @Test
    void whatWasPlacedAndIsGoneIsMissing() throws IOException {
      Files.delete(faces.resolve("detection/model.onnx"));

      assertThat(outcomes()).containsEntry("detection/model.onnx", Outcome.MISSING);
    }

    @Test
    void aBrokenManifestIsAsGoodAsNone() throws IOException {
      for (String text : List.of("{", "[]", "null", "{\"files\": null}", "{\"files\": [null]}")) {
        write(".hearth.json", text.getBytes(UTF_8));

        assertThat(outcomes().values()).containsOnly(Outcome.READABLE);
      }
    }
  }

  private Map<String, Outcome> outcomes() {
    ModelFolder folder =
        new ModelStore(List.of(root)).find(Task.FACES, ModelName.of("buffalo_s")).orElseThrow();
    Map<String, Outcome> outcomes = new TreeMap<>();
    Verification.of(folder, Progress.NONE)
        .forEach(check -> outcomes.put(check.file(), check.outcome()));
    return outcomes;
  }

  private void write(String file, byte[] content) throws IOException {
    Files.createDirectories(faces.resolve(file).getParent());
    Files.write(faces.resolve(file), content);
  }
}
