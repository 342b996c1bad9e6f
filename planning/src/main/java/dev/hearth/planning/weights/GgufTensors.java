package dev.hearth.planning.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The list of tensors in a GGUF file, summed up while it is read. */
final class GgufTensors {
  private static final int LONGEST_NAME = 1 << 10;
  private static final int MOST_DIMENSIONS = 8;
  private static final int MOST_LAYERS = 4096;

  private static final String LAYER = "blk.";
  private static final String TOKENS = "token_embd.weight";

  private final SortedMap<String, Long> byType = new TreeMap<>();
  private final long[] dimensions = new long[MOST_DIMENSIONS];
  private long[] repeating = new long[0];
  private long bytes;
  private long parameters;
  private long end;
  private long tokens;
  private long otherInput;
  private long experts;
  private boolean hasOutput;
  private int unknown;

  static GgufTensors read(Cursor cursor, long count) throws IOException {
    GgufTensors tensors = new GgufTensors();
    for (long i = 0; i < count; i++) {
      tensors.readOne(cursor);
    }
    return tensors;
  }

  private void readOne(Cursor cursor) throws IOException {
    String name = cursor.text(GgufKeys.length(cursor.littleEndian(8), LONGEST_NAME));
    long ranks = cursor.unsignedInt();
    if (ranks > MOST_DIMENSIONS) {
      throw new MalformedException("a tensor is said to have " + ranks + " dimensions");
    }
    for (int i = 0; i < ranks; i++) {
      dimensions[i] = cursor.littleEndian(8);
    }
    long elements = Sizes.elements(dimensions, (int) ranks);
    Optional<GgmlType> type = GgmlType.of(cursor.unsignedInt());
    long offset = cursor.littleEndian(8);
    parameters = Sizes.plus(parameters, elements);
    if (type.isEmpty()) {
      unknown++;
    } else {
      add(name, type.get(), elements, offset);
    }
  }

  private void add(String name, GgmlType type, long elements, long offset) throws IOException {
    long blocks = Math.ceilDiv(elements, type.blockElements());
    long size = Sizes.times(blocks, type.blockBytes());
    bytes = Sizes.plus(bytes, size);
    byType.merge(type.name(), size, Long::sum);
    if (offset < 0) {
      throw new MalformedException("a tensor is said to lie before the others");
    }
    end = Math.max(end, Sizes.plus(offset, size));
    place(name, size);
  }

  private void place(String name, long size) {
    if (name.startsWith(LAYER)) {
      int layer = layer(name);
      if (layer >= repeating.length) {
        repeating = Arrays.copyOf(repeating, layer + 1);
      }
      if (layer >= 0) {
        repeating[layer] += size;
        experts += name.contains("_exps.") ? size : 0;
      }
    } else if (name.equals(TOKENS)) {
      tokens += size;
    } else if (name.startsWith("per_layer_token_embd") || name.startsWith("position_embd")) {
      otherInput += size;
    } else {
      hasOutput |= name.equals("output.weight");
    }
  }

  /** The number after {@code blk.}, or -1 where it is none that a layer could have. */
  private static int layer(String name) {
    int layer = 0;
    int at = LAYER.length();
    while (at < name.length() && Character.digit(name.charAt(at), 10) >= 0 && layer < MOST_LAYERS) {
      layer = layer * 10 + Character.digit(name.charAt(at), 10);
      at++;
    }
    return at > LAYER.length() && layer < MOST_LAYERS ? layer : -1;
  }

  /** Nothing when a tensor's size is unknown; then the rest would mislead. */
  LayerWeights layers() {
    if (unknown > 0) {
      return LayerWeights.NONE;
    }
    List<Long> layers = new ArrayList<>();
    long output = bytes - tokens - otherInput;
    for (long layer : repeating) {
      layers.add(layer);
      output -= layer;
    }
    return new LayerWeights(tokens, otherInput, layers, output, experts, !hasOutput);
  }

  long bytes() {
    return bytes;
  }

  long parameters() {
    return parameters;
  }

  /** Where the last tensor ends, counted from the first one's begin. */
  long end() {
    return end;
  }

  /** Tensors stored in a way that is not known here. */
  int unknown() {
    return unknown;
  }

  SortedMap<String, Long> byType() {
    return byType;
  }
}
