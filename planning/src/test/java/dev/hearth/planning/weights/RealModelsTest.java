package dev.hearth.planning.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hearth.machine.Reading;
import dev.hearth.planning.SharedFolder;
import dev.hearth.planning.weights.WeightsReading.Known;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Against real models, where they lie beside the checkout. */
class RealModelsTest {
  private record OnDisk(Path path) implements ModelSource {
    @Override
    public String name() {
      return path.getFileName().toString();
    }

    @Override
    public long sizeBytes() {
      return path.toFile().length();
    }

    @Override
    public InputStream open(long offset) throws IOException {
      InputStream stream = Files.newInputStream(path);
      stream.skipNBytes(offset);
      return stream;
    }
  }

  private static WeightsFacts facts(Path path) {
    WeightsReading reading = Weights.read(new OnDisk(path));
    assertThat(reading).as(path.toString()).isInstanceOf(Known.class);
    return ((Known) reading).facts();
  }

  @Test
  void weightsOfEveryOnnxFileAreNearlyTheWholeFile() throws IOException {
    Path models = SharedFolder.orSkip().resolve("models");
    try (Stream<Path> files = Files.walk(models)) {
      List<Path> onnx = files.filter(file -> file.toString().endsWith(".onnx")).toList();
      assumeTrue(!onnx.isEmpty(), "no ONNX file in the shared folder");
      assertThat(onnx)
          .allSatisfy(file -> {
            WeightsFacts facts = facts(file);
            assertThat((double) facts.bytes() / Files.size(file)).isBetween(0.85, 1.0);
          });
    }
  }

  @Test
  void aFaceRecognizerTellsItsEndsAndAdmitsWhatLacksBetween() {
    Path model =
        SharedFolder.orSkip()
            .resolve("models/facial-recognition/scrfd500m-mbf512/recognition/model.onnx");
    assumeTrue(Files.exists(model), "no face recognition model in the shared folder");

    OnnxGraph.Activations activations = facts(model).graph().orElseThrow().activations(Map.of());

    // A picture of 3 x 112 x 112 floats goes in, 512 floats come out.
    assertThat(activations.ends()).isEqualTo(Reading.known(4L * (3 * 112 * 112 + 512)));
    assertThat(activations.bytes())
        .isEqualTo(
            Reading.unknown("the file tells the shapes of 1 of 97 tensors between its nodes"));
  }
}
