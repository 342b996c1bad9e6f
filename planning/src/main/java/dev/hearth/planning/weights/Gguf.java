package dev.hearth.planning.weights;

import dev.hearth.machine.Reading.Known;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads the head of a GGUF file, versions 2 and 3, little-endian: keys, then the list of tensors.
 *
 * <p>Source: ggml {@code docs/gguf.md}. Version 1 had 32-bit counts and was gone within weeks.
 */
final class Gguf {
  static final long MAGIC = 0x46554747;

  /** No model has more; a larger count is a lie that would only cost time. */
  private static final long MOST_ENTRIES = 1 << 20;

  private static final long SMALLEST_ALIGNMENT = 8;
  private static final long USUAL_ALIGNMENT = 32;
  private static final long LARGEST_ALIGNMENT = 1 << 20;

  private Gguf() {}

  static WeightsFacts read(ModelSource source, Cursor cursor) throws IOException {
    cursor.skip(4);
    long version = cursor.unsignedInt();
    if (version != 2 && version != 3) {
      throw new MalformedException(
          version > 0 && version << 48 == 0
              ? "it is written big-endian"
              : "it is GGUF version " + version + "; versions 2 and 3 are known");
    }
    long tensorCount = count(cursor);
    long keyCount = count(cursor);
    GgufKeys keys = GgufKeys.read(cursor, keyCount);
    GgufTensors tensors = GgufTensors.read(cursor, tensorCount);
    long data = aligned(cursor.position(), keys);
    return facts(source, keys, tensors, Math.max(0, source.sizeBytes() - data));
  }

  private static long count(Cursor cursor) throws IOException {
    long count = cursor.littleEndian(8);
    if (count < 0 || count > MOST_ENTRIES) {
      throw new MalformedException(
          "it claims " + Long.toUnsignedString(count) + " entries in its head");
    }
    return count;
  }

  private static long aligned(long position, GgufKeys keys) {
    long alignment =
        keys.number("general.alignment")
            .asOptional()
            .filter(value -> value >= SMALLEST_ALIGNMENT && value <= LARGEST_ALIGNMENT)
            .orElse(USUAL_ALIGNMENT);
    return Math.ceilDiv(position, alignment) * alignment;
  }

  private static WeightsFacts facts(
      ModelSource source, GgufKeys keys, GgufTensors tensors, long dataBytes) {
    List<String> notes = new ArrayList<>();
    if (tensors.unknown() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%d tensors are stored in a type that is not known here, so the size of the weights"
                  + " is the file's",
              tensors.unknown()));
    } else if (tensors.end() > dataBytes) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the file ends %d bytes before its last tensor does: an unfinished download?",
              tensors.end() - dataBytes));
    }
    return new WeightsFacts(
        Format.GGUF,
        source.name(),
        tensors.unknown() > 0 ? Math.min(dataBytes, Sizes.LARGEST) : tensors.bytes(),
        tensors.parameters(),
        tensors.byType(),
        GgufShape.of(keys),
        tensors.layers(),
        Optional.empty(),
        new TreeSet<>(),
        parts(keys),
        notes);
  }

  private static WeightsFacts.Parts parts(GgufKeys keys) {
    return keys.number("split.count") instanceof Known<Long>(Long count)
            && count > 1
            && count < MOST_ENTRIES
        ? new WeightsFacts.Parts(1, count.intValue())
        : WeightsFacts.Parts.WHOLE;
  }
}
