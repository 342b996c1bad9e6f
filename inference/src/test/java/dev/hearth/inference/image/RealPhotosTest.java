package dev.hearth.inference.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.SharedFolder;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RealPhotosTest {
  private final PictureDecoder nativeDecoder =
      new NativePictureDecoder(Path.of("target/native"), PictureDecoders.MAX_PIXELS);
  private final PictureDecoder jdk = new ImageIoPictureDecoder(PictureDecoders.MAX_PIXELS);
  private final MemoryPool pool = new MemoryPool(64L << 20);

  @Test
  void bothDecodersGiveTheSamePixelsOfEveryPhoto() throws IOException {
    for (Path photo : photos()) {
      ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(photo));
      try (Workspace workspace = pool.workspace()) {
        Picture one = nativeDecoder.decode(file, workspace);
        Picture other = jdk.decode(file, workspace);
        assertThat(Pictures.size(one)).as("%s", photo).isEqualTo(Pictures.size(other));
        assertThat(Pictures.greatestDifference(one, other)).as("%s", photo).isZero();
      }
    }
  }

  @Test
  void manyThreadsDecodeAtOnce() throws IOException, InterruptedException, ExecutionException {
    byte[] file = Files.readAllBytes(photos().getFirst());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> sums =
          IntStream.range(0, 40).mapToObj(_ -> threads.submit(() -> fingerprint(file))).toList();
      int expected = sums.getFirst().get();
      for (Future<Integer> sum : sums) {
        assertThat(sum.get()).isEqualTo(expected);
      }
    }
  }

  private int fingerprint(byte[] file) {
    try (Workspace workspace = pool.workspace()) {
      Picture picture = nativeDecoder.decode(ByteBuffer.wrap(file), workspace);
      return Arrays.hashCode(Pictures.colours(picture));
    }
  }

  private static List<Path> photos() throws IOException {
    try (Stream<Path> all = Files.walk(SharedFolder.orSkip().resolve("photos"))) {
      return all.filter(file -> file.toString().matches(".*\\.(jpg|png)")).sorted().toList();
    }
  }
}
