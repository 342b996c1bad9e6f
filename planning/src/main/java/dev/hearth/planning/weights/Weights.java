package dev.hearth.planning.weights;

import dev.hearth.machine.Reading;
import dev.hearth.planning.weights.WeightsReading.Known;
import dev.hearth.planning.weights.WeightsReading.Unreadable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the heads of model files. Never throws, whatever the bytes are. */
public final class Weights {
  private static final long ZIP = 0x04034b50;
  private static final int SMALLEST = 16;

  private Weights() {}

  /** The facts of one file; its format is told by its first bytes, ONNX by its whole structure. */
  public static WeightsReading read(ModelSource source) {
    if (source.sizeBytes() < SMALLEST) {
      return unreadable(source, "it is too short for a model");
    }
    try {
      return new Known(facts(source));
    } catch (EOFException truncated) {
      return unreadable(source, "it ends in the middle of its head");
    } catch (IOException | UncheckedIOException broken) {
      return unreadable(source, String.valueOf(broken.getMessage()));
    }
  }

  private static WeightsFacts facts(ModelSource source) throws IOException {
    long first;
    long ninth;
    try (Cursor cursor = new Cursor(source)) {
      first = cursor.unsignedInt();
      cursor.skip(4);
      ninth = cursor.unsignedByte();
    }
    try (Cursor cursor = new Cursor(source)) {
      if (first == Gguf.MAGIC) {
        return Gguf.read(source, cursor);
      }
      if (first == ZIP) {
        throw new MalformedException(
            "it is a zip, as PyTorch writes them; convert it to safetensors, ONNX or GGUF");
      }
      return isSafetensors(source, ninth)
          ? Safetensors.read(source, cursor)
          : Onnx.read(source, cursor);
    }
  }

  private static boolean isSafetensors(ModelSource source, long ninth) {
    String name = source.name().toLowerCase(Locale.ROOT);
    return name.endsWith(".safetensors") || (ninth == '{' && !name.endsWith(".onnx"));
  }

  private static Unreadable unreadable(ModelSource source, String why) {
    return new Unreadable(source.name() + ": " + why);
  }

  /** The facts of a model that is split over files, from the facts of each; their order is free. */
  public static WeightsReading sum(List<WeightsReading> parts) {
    List<WeightsFacts> known = new ArrayList<>();
    for (WeightsReading part : parts) {
      switch (part) {
        case Known(WeightsFacts facts) -> known.add(facts);
        case Unreadable unreadable -> {
          return unreadable;
        }
      }
    }
    if (known.isEmpty()) {
      return new Unreadable("there is no model file");
    }
    if (known.stream().map(WeightsFacts::format).distinct().count() > 1) {
      return new Unreadable(
          known.getFirst().name() + " and its neighbours are of different formats");
    }
    try {
      return new Known(known.size() == 1 ? known.getFirst() : sumOf(known));
    } catch (MalformedException tooLarge) {
      return new Unreadable(known.getFirst().name() + ": " + tooLarge.getMessage());
    }
  }

  private static WeightsFacts sumOf(List<WeightsFacts> parts) throws MalformedException {
    long bytes = 0;
    long parameters = 0;
    int expected = parts.size();
    LayerWeights layers = LayerWeights.NONE;
    SortedMap<String, Long> byType = new TreeMap<>();
    SortedSet<String> externalFiles = new TreeSet<>();
    List<String> notes = new ArrayList<>();
    for (WeightsFacts part : parts) {
      bytes = Sizes.plus(bytes, part.bytes());
      parameters = Sizes.plus(parameters, part.parameters());
      expected = Math.max(expected, part.parts().expected());
      layers = layers.plus(part.layers());
      part.bytesByType().forEach((type, size) -> byType.merge(type, size, Long::sum));
      externalFiles.addAll(part.externalFiles());
      part.notes().forEach(note -> notes.add(part.name() + ": " + note));
    }
    WeightsFacts first = parts.getFirst();
    return new WeightsFacts(
        first.format(),
        first.name(),
        bytes,
        parameters,
        byType,
        transformer(parts),
        layers.bytes() == bytes ? layers : LayerWeights.NONE,
        Optional.empty(),
        externalFiles,
        new WeightsFacts.Parts(parts.size(), expected),
        notes);
  }

  private static Reading<Transformer> transformer(List<WeightsFacts> parts) {
    for (WeightsFacts part : parts) {
      if (part.transformer() instanceof Reading.Known<Transformer> known) {
        return known;
      }
    }
    return parts.getFirst().transformer();
  }
}
