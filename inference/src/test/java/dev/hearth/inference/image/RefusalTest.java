package dev.hearth.inference.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
  private static final long LIMIT = 1_000_000;

  private final PictureDecoder decoder = new NativePictureDecoder(Path.of("target/native"), LIMIT);

  private Problem refusal(PictureDecoder asked, byte[] file) {
    try (Workspace workspace = new MemoryPool(0).workspace()) {
      ByteBuffer encoded = ByteBuffer.wrap(file);
      ProblemException thrown =
          catchThrowableOfType(ProblemException.class, () -> asked.decode(encoded, workspace));
      assertThat(thrown).as("a refusal").isNotNull();
      return thrown.problem();
    }
  }

  private Problem refusal(byte[] file) {
    return refusal(decoder, file);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] golden(String name) throws IOException {
    return Files.readAllBytes(PictureDecoderTest.GOLDEN.resolve(name));
  }

  @Nested
  class WhatIsNoPicture {
    @Test
    void nothingAtAllIsCalledEmpty() {
      Problem problem = refusal(new byte[0]);
      assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_INPUT);
      assertThat(problem.sentence())
          .isEqualTo("The picture is empty (0 bytes). Send a JPEG, PNG or WebP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "hello, this is text", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"})
    void unknownBytesAreNoPicture(String file) {
      assertThat(refusal(text(file)).what()).isEqualTo("This is not a picture");
    }

    @ParameterizedTest
    @CsvSource({
      "'    ftypheic    ', HEIC",
      "'    ftypmif1    ', HEIC",
      "'    ftypavif    ', AVIF",
      "'    ftypisom    ', Video",
      "'    ftyp', Video",
      "'    JXL         ', JPEG XL",
      "'<!DOCTYPE html>', HTML",
      "'%PDF-1.7', PDF",
      "'<svg xmlns=', SVG"
    })
    void otherFormatsAreNamed(String file, String name) {
      Problem problem = refusal(text(file));
      assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_INPUT);
      assertThat(problem.sentence()).isEqualTo(name + " is not read. Send a JPEG, PNG or WebP");
    }
  }

  @Nested
  class WhatIsCutOff {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "420.jpg",
          "progressive.jpg",
          "rgb.png",
          "interlaced.png",
          "lossy.webp",
          "animated.webp",
          "plain.gif"
        })
    void halfAFileIsNoHalfGreyPicture(String name) throws IOException {
      byte[] whole = golden(name);
      Problem problem = refusal(Arrays.copyOf(whole, whole.length / 2));
      assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_INPUT);
      assertThat(problem.what()).endsWith("is cut off");
    }

    @Test
    void aJpegWithoutItsLastMarkerIsCutOff() throws IOException {
      byte[] whole = golden("420.jpg");
      assertThat(refusal(Arrays.copyOf(whole, whole.length - 2)).what())
          .isEqualTo("The JPEG is cut off");
    }
  }

  @Nested
  class WhatIsTooLarge {
    @Test
    void aHeaderThatAnnouncesTooMuchIsRefusedBeforeAnythingIsAllocated() throws IOException {
      byte[] bomb = golden("rgb.png");
      ByteBuffer.wrap(bomb).putInt(16, 20_000).putInt(20, 20_000);
      ProblemException thrown =
          catchThrowableOfType(
              ProblemException.class,
              () -> decoder.decode(ByteBuffer.wrap(bomb), new EmptyWorkspace()));
      assertThat(thrown.problem().kind()).isEqualTo(Problem.Kind.TOO_LARGE);
      assertThat(thrown.problem().sentence())
          .isEqualTo(
              "The picture of 20000 × 20000 pixels is too large. Send at most 1000000 pixels");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "420.jpg",
          "rgb.png",
          "lossy.webp",
          "lossless.webp",
          "animated.webp",
          "plain.gif",
          "rgb.bmp",
          "rgb.tif"
        })
    void everyFormatIsMeasuredBeforeItIsDecoded(String name) throws IOException {
      byte[] file = golden(name);
      PictureDecoder small = new NativePictureDecoder(Path.of("target/native"), 37 * 23 - 1);
      ProblemException thrown =
          catchThrowableOfType(
              ProblemException.class,
              () -> small.decode(ByteBuffer.wrap(file), new EmptyWorkspace()));
      assertThat(thrown.problem().what()).isEqualTo("The picture of 37 × 23 pixels is too large");
    }
  }

  @Nested
  class WhereTheLibraryIsMissing {
    private final PictureDecoder jdk = new ImageIoPictureDecoder(LIMIT);

    @Test
    void webpIsRefusedWithTheReason() throws IOException {
      assertThat(refusal(jdk, golden("lossy.webp")).sentence())
          .isEqualTo(
              "WebP is not read on this machine (the native picture library could not be loaded)."
                  + " Send a JPEG or PNG");
    }

    @Test
    void theJdkDecodesAndTheLogSaysWhy() throws IOException {
      Path file = Files.createTempFile("not-a-folder", "");
      PictureDecoders.Choice choice = PictureDecoders.best(file);
      assertThat(choice.decoder()).isInstanceOf(ImageIoPictureDecoder.class);
      assertThat(choice.reason()).startsWith("Pictures are decoded by the JDK");
      Files.delete(file);
    }
  }
}
