package dev.hearth.inference.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a file, there is a picture within the limit or a refusal. */
class DamagedFilesTest {
  private static final long LIMIT = 1_000_000;
  private static final int ROUNDS = 40;
  private static final long LEAK = 24L << 20;

  private final MemoryPool pool = new MemoryPool(8L << 20);
  private final PictureDecoder nativeDecoder =
      new NativePictureDecoder(Path.of("target/native"), LIMIT);
  private final List<PictureDecoder> decoders =
      List.of(nativeDecoder, new ImageIoPictureDecoder(LIMIT));

  static Stream<String> files() throws IOException {
    return PictureDecoderTest.files();
  }

  @ParameterizedTest
  @MethodSource("files")
  @Timeout(30)
  void damageEndsInAPictureOrARefusal(String name) throws IOException {
    byte[] whole = Files.readAllBytes(PictureDecoderTest.GOLDEN.resolve(name));
    Random random = new Random(name.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = damage(whole, round, random);
      for (PictureDecoder decoder : decoders) {
        decodeOrRefuse(decoder, damaged);
      }
    }
  }

  /** Cuts, flips bits, overwrites the header, overwrites a stretch, or all but the beginning. */
  private static byte[] damage(byte[] whole, int round, Random random) {
    int at = random.nextInt(8, whole.length);
    byte[] damaged = whole.clone();
    switch (round % 5) {
      case 0 -> damaged = Arrays.copyOf(whole, at);
      case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> scribble(damaged, random.nextInt(8, Math.min(100, whole.length)), 2, random);
      case 3 -> scribble(damaged, at, random.nextInt(40), random);
      default -> scribble(damaged, at, whole.length, random);
    }
    return damaged;
  }

  private static void scribble(byte[] file, int from, int length, Random random) {
    for (int i = from; i < Math.min(file.length, from + length); i++) {
      file[i] = (byte) random.nextInt();
    }
  }

  private void decodeOrRefuse(PictureDecoder decoder, byte[] file) {
    try (Workspace workspace = pool.workspace()) {
      Picture picture = decoder.decode(ByteBuffer.wrap(file), workspace);
      long pixels = (long) picture.width() * picture.height();
      assertThat(pixels).isBetween(1L, LIMIT);
      assertThat(picture.pixels().byteSize()).isEqualTo(4 * pixels);
    } catch (ProblemException e) {
      assertThat(e.problem().kind()).isIn(Problem.Kind.BAD_INPUT, Problem.Kind.TOO_LARGE);
    }
  }

  @Test
  void neitherPicturesNorRefusalsLeaveMemoryBehind() throws IOException {
    byte[] good = Files.readAllBytes(PictureDecoderTest.GOLDEN.resolve("full-table.gif"));
    byte[] large = LargeJpeg.of(500, 400);
    byte[] bad = large.clone();
    scribble(bad, bad.length / 2, 5_000, new Random(1));
    repeat(50, good, large, bad);
    // A leak grows every time; the compiler and the heap only now and then.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 3 && least >= LEAK; round++) {
      long before = committed();
      repeat(500, good, large, bad);
      least = Math.min(least, committed() - before);
    }
    assertThat(least).isLessThan(LEAK);
  }

  private void repeat(int times, byte[]... files) {
    for (int i = 0; i < times; i++) {
      for (byte[] file : files) {
        decodeOrRefuse(nativeDecoder, file);
      }
    }
  }

  private static long committed() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
        .getCommittedVirtualMemorySize();
  }
}
