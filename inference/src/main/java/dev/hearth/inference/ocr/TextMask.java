package dev.hearth.inference.ocr;

import dev.hearth.inference.tensor.Workspace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;

/**
 * Where the probability map says text: one byte a pixel, 0 or 1, with a frame of one pixel of zeros
 * so that a border that touches the edge can be followed without looking where it ends.
 *
 * @param cells row-major bytes, {@code stride × (height + 2)}
 * @param stride bytes a row: the width, two for the frame, and padding
 * @param width of the map
 * @param height of the map
 */
record TextMask(MemorySegment cells, int stride, int width, int height) {
  /** Rows are whole words, so that empty stretches are skipped eight pixels at a time. */
  private static final int ROW_ALIGNMENT = 8;

  /**
   * Marks what exceeds the threshold and dilates it as OpenCV's {@code dilate} does with a 2×2
   * kernel of ones, whose anchor is the right bottom cell: a pixel is set when it, its left, its
   * upper or its left upper neighbour is.
   */
  static TextMask dilated(
      FloatBuffer probabilities, int width, int height, float threshold, Workspace workspace) {
    int stride = (width + 2 + ROW_ALIGNMENT - 1) / ROW_ALIGNMENT * ROW_ALIGNMENT;
    MemorySegment cells = workspace.bytes((long) stride * (height + 2));
    cells.asSlice(0, stride).fill((byte) 0);
    cells.asSlice((long) stride * (height + 1), stride).fill((byte) 0);
    float[] values = new float[width];
    byte[] above = new byte[stride];
    byte[] here = new byte[stride];
    byte[] marked = new byte[stride];
    for (int y = 0; y < height; y++) {
      probabilities.get(y * width, values);
      for (int x = 0; x < width; x++) {
        here[x + 1] = (byte) (values[x] > threshold ? 1 : 0);
      }
      for (int x = 1; x <= width; x++) {
        marked[x] = (byte) (here[x] | here[x - 1] | above[x] | above[x - 1]);
      }
      MemorySegment.copy(marked, 0, cells, ValueLayout.JAVA_BYTE, (long) stride * (y + 1), stride);
      byte[] swapped = above;
      above = here;
      here = swapped;
    }
    return new TextMask(cells, stride, width, height);
  }

  byte at(long offset) {
    return cells.get(ValueLayout.JAVA_BYTE, offset);
  }

  void mark(long offset, byte label) {
    cells.set(ValueLayout.JAVA_BYTE, offset, label);
  }

  /** Eight cells at once; the offset is a multiple of eight. */
  long word(long offset) {
    return cells.get(ValueLayout.JAVA_LONG, offset);
  }
}
