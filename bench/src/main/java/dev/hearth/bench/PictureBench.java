package dev.hearth.bench;

import dev.hearth.inference.image.Affine;
import dev.hearth.inference.image.Bilinear;
import dev.hearth.inference.image.Crop;
import dev.hearth.inference.image.Filter;
import dev.hearth.inference.image.ImageIoPictureDecoder;
import dev.hearth.inference.image.NativePictureDecoder;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.image.PictureDecoder;
import dev.hearth.inference.image.PictureDecoders;
import dev.hearth.inference.image.Planes;
import dev.hearth.inference.image.Quad;
import dev.hearth.inference.image.Resampling;
import dev.hearth.inference.image.Warp;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Workspace;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What happens to a preview of 1440 × 960 pixels before a model sees it.
 *
 * <p>To run: {@code java -cp … org.openjdk.jmh.Main PictureBench}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-Xmx256m"})
public class PictureBench {
  private static final Planes FACES = Planes.of(Planes.Order.RGB, 127.5f, 1 / 128f);
  private static final Planes CLIP = Planes.of(Planes.Order.RGB, 120f, 1 / 68f);
  private static final Affine FACE = new Affine(0.4, 0.05, -200, -0.05, 0.4, -100);
  private static final Quad LINE = new Quad(100, 200, 700, 230, 698, 280, 98, 250);

  private final MemoryPool pool = new MemoryPool(64L << 20);
  private final Workspace kept = pool.workspace();
  private final PictureDecoder nativeDecoder =
      new NativePictureDecoder(Path.of("target", "native"), PictureDecoders.MAX_PIXELS);
  private final PictureDecoder jdkDecoder = new ImageIoPictureDecoder(PictureDecoders.MAX_PIXELS);
  private final ByteBuffer file = Preview.jpeg();
  private final FloatBuffer target = kept.floats(Shape.of(3, 640, 640)).data();
  private Picture picture = new Picture(0, 0, kept.bytes(0));

  @Setup
  public void decodeOnce() {
    picture = nativeDecoder.decode(file, kept);
  }

  @Benchmark
  public int decodeNative() {
    try (Workspace workspace = pool.workspace()) {
      return nativeDecoder.decode(file, workspace).height();
    }
  }

  @Benchmark
  public int decodeByTheJdk() {
    try (Workspace workspace = pool.workspace()) {
      return jdkDecoder.decode(file, workspace).height();
    }
  }

  @Benchmark
  public FloatBuffer letterboxForFaces() {
    Bilinear.resizeInto(picture, 640, 426, FACES, target, 0, 640, 640);
    return target;
  }

  @Benchmark
  public FloatBuffer resizeForClip() {
    try (Workspace workspace = pool.workspace()) {
      Crop middle = new Crop(56, 0, 224, 224);
      Picture small = Resampling.resize(picture, 336, 224, Filter.BICUBIC, middle, workspace);
      CLIP.write(small, target, 0, 224, 224);
      return target;
    }
  }

  @Benchmark
  public FloatBuffer resizeForText() {
    try (Workspace workspace = pool.workspace()) {
      Picture small = Resampling.resize(picture, 1104, 736, Filter.LANCZOS, workspace);
      return small.pixels().asByteBuffer().asFloatBuffer();
    }
  }

  @Benchmark
  public int warpFace() {
    try (Workspace workspace = pool.workspace()) {
      return Warp.affine(picture, FACE, 112, 112, workspace).height();
    }
  }

  @Benchmark
  public int rectifyLine() {
    try (Workspace workspace = pool.workspace()) {
      return Warp.perspective(picture, LINE, 600, 50, workspace).height();
    }
  }

  @Benchmark
  public FloatBuffer normalise() {
    try (Workspace workspace = pool.workspace()) {
      FloatBuffer floats = workspace.floats(Shape.of(3, picture.height(), picture.width())).data();
      FACES.write(picture, floats, 0, picture.width(), picture.height());
      return floats;
    }
  }
}
