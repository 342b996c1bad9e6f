package dev.hearth.inference.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pixel equals what Pillow and OpenCV made of the same picture; src/test/resources/golden/
 * image/generate.py wrote both.
 */
class PixelOperationsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/image");

  static Stream<String> cases() throws IOException {
    return Files.readAllLines(GOLDEN.resolve("cases.txt")).stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyPixelIsTheOracles(String line) {
    try (Workspace workspace = new MemoryPool(0).workspace()) {
      List<String> words = List.of(line.split(" "));
      Picture source = picture(words.get(words.size() - 2), workspace);
      Picture expected = picture(words.getLast(), workspace);
      double[] numbers =
          words.subList(1, words.size() - 2).stream().mapToDouble(Double::parseDouble).toArray();
      Picture actual = apply(words.getFirst(), numbers, source, workspace);
      assertThat(Pictures.size(actual)).isEqualTo(Pictures.size(expected));
      assertThat(Pictures.colours(actual)).isEqualTo(Pictures.colours(expected));
    }
  }

  @Test
  void thereIsACaseForEachOperation() throws IOException {
    assertThat(cases().map(line -> line.substring(0, line.indexOf(' '))).distinct())
        .containsExactlyInAnyOrder(
            "resample-BILINEAR",
            "resample-BICUBIC",
            "resample-LANCZOS",
            "bilinear",
            "affine",
            "perspective",
            "rotate-left");
  }

  private static Picture picture(String name, Workspace workspace) {
    return Pictures.readPpm(GOLDEN.resolve(name), workspace);
  }

  private static Picture apply(String operation, double[] n, Picture source, Workspace workspace) {
    return switch (operation) {
      case "bilinear" -> Bilinear.resize(source, (int) n[0], (int) n[1], workspace);
      case "affine" -> {
        Affine matrix = new Affine(n[0], n[1], n[2], n[3], n[4], n[5]);
        yield Warp.affine(source, matrix, (int) n[6], (int) n[7], workspace);
      }
      case "perspective" -> {
        Quad quad = new Quad(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
        yield Warp.perspective(source, quad, (int) n[8], (int) n[9], workspace);
      }
      case "rotate-left" -> Warp.rotateLeft(source, workspace);
      default -> {
        Filter filter = Filter.valueOf(operation.substring("resample-".length()));
        Crop part = new Crop((int) n[2], (int) n[3], (int) n[4], (int) n[5]);
        yield Resampling.resize(source, (int) n[0], (int) n[1], filter, part, workspace);
      }
    };
  }
}
