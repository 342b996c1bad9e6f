package dev.hearth.inference.clip;

import dev.hearth.inference.image.Crop;
import dev.hearth.inference.image.Picture;
import dev.hearth.inference.image.Planes;
import dev.hearth.inference.image.Resampling;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.shape.Buckets;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Turns a picture into a visual model's input. */
final class PictureInput {
  private final VisualConfig config;
  private final Planes planes;

  PictureInput(VisualConfig config) {
    this.config = config;
    this.planes =
        new Planes(
            Planes.Order.RGB,
            config.mean().stream().map(mean -> 255 * mean).toList(),
            config.deviation().stream().map(deviation -> 1 / (255 * deviation)).toList());
  }

  /**
   * {@code [1,3,S,S]} normalised floats, or {@code [1,S,S,3]} bytes for a graph that normalises
   * itself (Immich's optimised exports).
   */
  Tensor tensor(Picture picture, TensorInfo input, Workspace workspace) {
    Picture square = square(picture, workspace);
    int size = config.size();
    if (input.type() == TensorInfo.ElementType.UINT8) {
      Tensor.Bytes bytes = workspace.octets(Shape.of(1, size, size, 3));
      interleave(square.pixels(), bytes.data(), size * size);
      return bytes;
    }
    Tensor.Floats floats = workspace.floats(Shape.of(1, 3, size, size));
    planes.write(square, floats.data(), 0, size, size);
    return floats;
  }

  /** One picture, and as many side by side as batches may hold. */
  List<Map<String, Shape>> usualInputs(TensorInfo input) {
    int size = config.size();
    boolean bytes = input.type() == TensorInfo.ElementType.UINT8;
    return Buckets.ROWS.stream()
        .map(rows -> bytes ? input.sized(rows, size, size, 3) : input.sized(rows, 3, size, size))
        .distinct()
        .map(shape -> Map.of(input.name(), shape))
        .toList();
  }

  private Picture square(Picture picture, Workspace workspace) {
    int size = config.size();
    return switch (config.resize()) {
      case SQUASH -> Resampling.resize(picture, size, size, config.filter(), workspace);
      case SHORTEST -> {
        int width = scaled(picture.width(), picture.height(), size);
        int height = scaled(picture.height(), picture.width(), size);
        // Halves are cut off, as Python's int() does: 337 − 224 leaves 56 on the left.
        Crop centre = new Crop((width - size) / 2, (height - size) / 2, size, size);
        yield Resampling.resize(picture, width, height, config.filter(), centre, workspace);
      }
    };
  }

  /** One side when the shorter one becomes {@code size}; truncated in the reference's order. */
  static int scaled(int side, int other, int size) {
    return side <= other ? size : (int) ((double) side / other * size);
  }

  private static void interleave(MemorySegment pixels, ByteBuffer target, int count) {
    for (int i = 0; i < count; i++) {
      int pixel = pixels.getAtIndex(ValueLayout.JAVA_INT, i);
      target.put(3 * i, (byte) Picture.red(pixel));
      target.put(3 * i + 1, (byte) Picture.green(pixel));
      target.put(3 * i + 2, (byte) Picture.blue(pixel));
    }
  }
}
