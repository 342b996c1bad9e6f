package dev.hearth.inference.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of file is decoded as Pillow does; src/test/resources/golden/decode/generate.py wrote
 * the files and what Pillow made of them.
 */
class PictureDecoderTest {
  static final Path GOLDEN = Path.of("src/test/resources/golden/decode");
  private static final Path LIBRARY = Path.of("target/native");

  private final Workspace workspace = new MemoryPool(0).workspace();

  static Stream<String> files() throws IOException {
    try (Stream<Path> all = Files.list(GOLDEN)) {
      return all
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".ppm") && !name.endsWith(".py"))
          .sorted()
          .toList()
          .stream();
    }
  }

  static Stream<String> filesForTheJdk() throws IOException {
    return files().filter(name -> !name.matches(".*(webp|tif)|cmyk.*|ycck.*"));
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  @ParameterizedTest
  @MethodSource("files")
  void nativeDecodingIsPillows(String name) throws IOException {
    compare(new NativePictureDecoder(LIBRARY, PictureDecoders.MAX_PIXELS), name);
  }

  @ParameterizedTest
  @MethodSource("filesForTheJdk")
  void theJdksDecodingIsPillows(String name) throws IOException {
    compare(new ImageIoPictureDecoder(PictureDecoders.MAX_PIXELS), name);
  }

  private void compare(PictureDecoder decoder, String name) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(GOLDEN.resolve(name)));
    Picture actual = decoder.decode(file, workspace);
    Picture expected = Pictures.readPpm(GOLDEN.resolve(name + ".ppm"), workspace);
    assertThat(Pictures.size(actual)).isEqualTo(Pictures.size(expected));
    int max = Pictures.greatestDifference(actual, expected);
    assertThat(max).isZero();
  }
}
