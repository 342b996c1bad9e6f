package dev.hearth.inference.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** The smallest ONNX files there are: one node, and weights of any size. */
final class TinyOnnx {
  private TinyOnnx() {}

  /** A model with that many random bytes of weights; the same for the same number. */
  static byte[] ofWeights(int bytes) {
    byte[] weights = new byte[bytes];
    new Random(bytes).nextBytes(weights);
    return model(field(9, weights));
  }

  /** A model whose weights lie in another file. */
  static byte[] withData(String location) {
    byte[] entry = join(field(1, text("location")), field(2, text(location)));
    return model(field(13, entry));
  }

  private static byte[] model(byte[] tensor) {
    byte[] node = field(4, text("Relu"));
    byte[] graph = join(field(1, node), field(2, text("tiny")), field(5, tensor));
    return join(new byte[] {0x08, 0x08}, field(2, text("hearth")), field(7, graph));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((number << 3) | 2);
    int length = content.length;
    while (length > 0x7f) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
