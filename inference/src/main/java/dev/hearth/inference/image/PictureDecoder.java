package dev.hearth.inference.image;

import dev.hearth.inference.tensor.Workspace;
import java.nio.ByteBuffer;

/** Turns an encoded file into pixels. */
public interface PictureDecoder {
  /**
   * Decodes a JPEG, PNG, WebP, GIF, BMP or TIFF file; the first frame of an animation.
   *
   * @param encoded the file; its position and limit are left as they are
   * @param workspace owns the pixels
   * @throws dev.hearth.machine.ProblemException {@code BAD_INPUT} when it cannot be decoded, {@code
   *     TOO_LARGE} when its header announces more pixels than the limit
   */
  Picture decode(ByteBuffer encoded, Workspace workspace);
}
