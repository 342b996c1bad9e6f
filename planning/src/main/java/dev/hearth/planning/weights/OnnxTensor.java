package dev.hearth.planning.weights;

import java.io.IOException;
import java.util.Arrays;

/** One tensor of an ONNX file: its name and size; the numbers themselves are jumped over. */
final class OnnxTensor {
  private static final int LONGEST_NAME = 1 << 12;
  private static final int MOST_DIMENSIONS = 64;

  /** A byte of a file holds at most so many elements (two bits each, and room to spare). */
  private static final long MOST_ELEMENTS_A_BYTE = 8;

  private final long[] dimensions = new long[MOST_DIMENSIONS];
  private int ranks;
  private String name = "";
  private String externalFile = "";
  private long type;
  private long ownBytes;
  private boolean raw;
  private boolean external;

  static OnnxTensor read(Wire wire, long end) throws IOException {
    OnnxTensor tensor = new OnnxTensor();
    while (wire.next(end)) {
      if (wire.field() == 1) {
        tensor.dimensions(wire, end);
      } else if (wire.is(2, Wire.VARINT)) {
        tensor.type = wire.varint();
      } else if (wire.is(8, Wire.LENGTH)) {
        tensor.name = wire.text(end, LONGEST_NAME);
      } else if (wire.is(6, Wire.LENGTH) || wire.is(9, Wire.LENGTH)) {
        tensor.raw |= wire.field() == 9;
        long past = wire.end(end);
        tensor.ownBytes = Sizes.plus(tensor.ownBytes, past - wire.position());
        wire.jumpTo(past);
      } else if (wire.is(13, Wire.LENGTH)) {
        tensor.entry(wire, wire.end(end));
      } else if (wire.is(14, Wire.VARINT)) {
        tensor.external = wire.varint() == 1;
      } else {
        wire.skip(end);
      }
    }
    return tensor;
  }

  private void dimensions(Wire wire, long end) throws IOException {
    if (wire.is(1, Wire.VARINT)) {
      add(wire.varint());
      return;
    }
    if (!wire.is(1, Wire.LENGTH)) {
      throw new MalformedException("a tensor's dimensions are no numbers");
    }
    long past = wire.end(end);
    while (wire.position() < past) {
      add(wire.varint());
    }
  }

  private void add(long dimension) throws MalformedException {
    if (ranks == MOST_DIMENSIONS) {
      throw new MalformedException("a tensor has more than " + MOST_DIMENSIONS + " dimensions");
    }
    dimensions[ranks++] = dimension;
  }

  /** One key and value of where an external tensor lies. */
  private void entry(Wire wire, long end) throws IOException {
    String key = "";
    String value = "";
    while (wire.next(end)) {
      if (wire.is(1, Wire.LENGTH)) {
        key = wire.text(end, LONGEST_NAME);
      } else if (wire.is(2, Wire.LENGTH)) {
        value = wire.text(end, LONGEST_NAME);
      } else {
        wire.skip(end);
      }
    }
    if (key.equals("location")) {
      externalFile = value;
    }
  }

  String name() {
    return name;
  }

  /** The file beside the model that holds it; empty when the model does. */
  String externalFile() {
    return external ? externalFile : "";
  }

  long elements() throws MalformedException {
    return Sizes.elements(Arrays.copyOf(dimensions, ranks), ranks);
  }

  String typeName() {
    return OnnxType.name(type);
  }

  /** Its bytes once loaded; what lies in the file where the type has no fixed size. */
  long bytes(long fileSize) throws MalformedException {
    if (!external && elements() / MOST_ELEMENTS_A_BYTE > fileSize) {
      throw new MalformedException("a tensor is said to be larger than the file");
    }
    int bits = OnnxType.bits(type);
    return raw || bits == 0 ? ownBytes : OnnxType.bytes(elements(), bits);
  }
}
