package dev.hearth.planning.weights;

import dev.hearth.machine.Reading;
import dev.hearth.planning.weights.OnnxGraphBuilder.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads an ONNX file as a stream: sizes of all weights, those in branches and loops and those in
 * files beside it too, and the shapes of what flows between nodes.
 *
 * <p>Source: onnx/onnx {@code onnx/onnx.proto}; the numbers in this class are its field numbers.
 */
final class Onnx {
  private static final int LONGEST_NAME = 1 << 12;
  private static final int DEEPEST_GRAPH = 32;
  private static final int MOST_FILES = 1 << 12;
  private static final int MOST_ENDS = 1 << 16;
  private static final long NEWEST_IR = 1000;

  private final Wire wire;
  private final long fileSize;
  private final OnnxGraphBuilder outermost = new OnnxGraphBuilder();
  private final SortedMap<String, Long> byType = new TreeMap<>();
  private final SortedSet<String> files = new TreeSet<>();
  private long bytes;
  private long parameters;

  private Onnx(Cursor cursor) {
    this.wire = new Wire(cursor);
    this.fileSize = cursor.remaining();
  }

  static WeightsFacts read(ModelSource source, Cursor cursor) throws IOException {
    Onnx onnx = new Onnx(cursor);
    onnx.model(source.sizeBytes());
    return onnx.facts(source);
  }

  private void model(long end) throws IOException {
    boolean hasGraph = false;
    long version = 0;
    while (wire.next(end)) {
      if (wire.is(1, Wire.VARINT)) {
        version = wire.varint();
      } else if (wire.is(7, Wire.LENGTH)) {
        graph(wire.end(end), 0);
        hasGraph = true;
      } else {
        wire.skip(end);
      }
    }
    if (!hasGraph || version < 1 || version > NEWEST_IR) {
      throw new MalformedException("it is no ONNX model");
    }
  }

  private void graph(long end, int depth) throws IOException {
    if (depth > DEEPEST_GRAPH) {
      throw new MalformedException("its graphs are nested too deep");
    }
    while (wire.next(end)) {
      if (wire.is(1, Wire.LENGTH)) {
        node(wire.end(end), depth);
      } else if (wire.is(5, Wire.LENGTH)) {
        OnnxTensor tensor = tensor(wire.end(end));
        if (depth == 0) {
          outermost.constant(tensor.name());
        }
      } else if (wire.is(15, Wire.LENGTH)) {
        sparse(wire.end(end));
      } else if (depth == 0 && describesValue()) {
        Role role = Role.ofField(wire.field());
        outermost.describe(wire, wire.end(end), role);
      } else {
        wire.skip(end);
      }
    }
  }

  private boolean describesValue() {
    return wire.is(11, Wire.LENGTH) || wire.is(12, Wire.LENGTH) || wire.is(13, Wire.LENGTH);
  }

  private void node(long end, int depth) throws IOException {
    List<String> reads = new ArrayList<>();
    List<String> writes = new ArrayList<>();
    String operator = "";
    while (wire.next(end)) {
      if (wire.is(1, Wire.LENGTH) || wire.is(2, Wire.LENGTH)) {
        List<String> names = wire.field() == 1 ? reads : writes;
        String name = wire.text(end, LONGEST_NAME);
        if (names.size() == MOST_ENDS) {
          throw new MalformedException("a node has more than " + MOST_ENDS + " inputs or outputs");
        }
        names.add(name);
      } else if (wire.is(4, Wire.LENGTH)) {
        operator = wire.text(end, LONGEST_NAME);
      } else if (wire.is(5, Wire.LENGTH)) {
        attribute(wire.end(end), depth);
      } else {
        wire.skip(end);
      }
    }
    if (depth == 0) {
      outermost.node(reads, writes, operator.equals("Constant"));
    }
  }

  /** Attributes may hold tensors and whole graphs: constants, branches, loop bodies. */
  private void attribute(long end, int depth) throws IOException {
    while (wire.next(end)) {
      if (wire.is(5, Wire.LENGTH) || wire.is(10, Wire.LENGTH)) {
        tensor(wire.end(end));
      } else if (wire.is(6, Wire.LENGTH) || wire.is(11, Wire.LENGTH)) {
        graph(wire.end(end), depth + 1);
      } else if (wire.is(22, Wire.LENGTH) || wire.is(23, Wire.LENGTH)) {
        sparse(wire.end(end));
      } else {
        wire.skip(end);
      }
    }
  }

  /** A sparse tensor is two tensors: the values, and where they lie. */
  private void sparse(long end) throws IOException {
    while (wire.next(end)) {
      if (wire.is(1, Wire.LENGTH) || wire.is(2, Wire.LENGTH)) {
        tensor(wire.end(end));
      } else {
        wire.skip(end);
      }
    }
  }

  private OnnxTensor tensor(long end) throws IOException {
    OnnxTensor tensor = OnnxTensor.read(wire, end);
    long size = tensor.bytes(fileSize);
    bytes = Sizes.plus(bytes, size);
    parameters = Sizes.plus(parameters, tensor.elements());
    if (size > 0 && (byType.size() < MOST_FILES || byType.containsKey(tensor.typeName()))) {
      byType.merge(tensor.typeName(), size, Long::sum);
    }
    if (!tensor.externalFile().isEmpty() && files.size() < MOST_FILES) {
      files.add(tensor.externalFile());
    }
    return tensor;
  }

  private WeightsFacts facts(ModelSource source) {
    List<String> notes = new ArrayList<>();
    if (outermost.isTooLarge()) {
      notes.add("its graph is too large to follow; only its weights were counted");
    }
    return new WeightsFacts(
        Format.ONNX,
        source.name(),
        bytes,
        parameters,
        byType,
        Reading.unknown("ONNX files tell no shape of a language model"),
        LayerWeights.NONE,
        outermost.build(),
        files,
        WeightsFacts.Parts.WHOLE,
        notes);
  }
}
