package dev.hearth.planning.weights;

import dev.hearth.machine.Reading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a GGUF file that tell the model's shape. All others are read over; of a list only the
 * numbers of a short one and the length of any other are kept.
 *
 * <p>Source: ggml {@code docs/gguf.md}; key names from llama.cpp {@code gguf-py/gguf/constants.py}.
 */
final class GgufKeys {
  /** Types of values, as the format numbers them. */
  private static final int FLOAT32 = 6;

  private static final int STRING = 8;
  private static final int ARRAY = 9;
  private static final int FLOAT64 = 12;

  /** Bytes of a value of types 0 to 12; 0 where they vary. */
  private static final int[] BYTES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

  private static final Set<Integer> SIGNED = Set.of(1, 3, 5, 11);

  private static final int LONGEST_KEY = 1 << 16;
  private static final int LONGEST_TEXT = 1 << 10;
  private static final int LONGEST_LIST = 1 << 12;
  private static final int DEEPEST_LIST = 4;

  private static final String TOKENS = "tokenizer.ggml.tokens";

  /** What follows the architecture's name in the keys that are kept. */
  private static final Set<String> KEPT =
      Set.of(
          "block_count",
          "context_length",
          "embedding_length",
          "vocab_size",
          "expert_count",
          "expert_used_count",
          "attention.head_count",
          "attention.head_count_kv",
          "attention.key_length",
          "attention.value_length",
          "attention.kv_lora_rank",
          "attention.key_length_mla",
          "attention.sliding_window",
          "attention.sliding_window_pattern");

  private static final Set<String> GENERAL =
      Set.of("general.architecture", "general.alignment", "split.no", "split.count");

  private final Map<String, List<Long>> numbers = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private Reading<Long> tokens = Reading.unknown("the file has no " + TOKENS);

  private GgufKeys() {}

  static GgufKeys read(Cursor cursor, long count) throws IOException {
    GgufKeys keys = new GgufKeys();
    for (long i = 0; i < count; i++) {
      String key = cursor.text(length(cursor, LONGEST_KEY));
      int type = type(cursor);
      if (type == ARRAY) {
        keys.readList(cursor, key);
      } else if (isKept(key)) {
        keys.readValue(cursor, key, type);
      } else {
        skip(cursor, type, 0);
      }
    }
    return keys;
  }

  private static boolean isKept(String key) {
    return GENERAL.contains(key) || KEPT.contains(key.substring(key.indexOf('.') + 1));
  }

  private void readValue(Cursor cursor, String key, int type) throws IOException {
    if (type == STRING) {
      texts.put(key, cursor.text(length(cursor, LONGEST_TEXT)));
    } else if (type == FLOAT32 || type == FLOAT64) {
      cursor.floating(BYTES[type]);
    } else {
      numbers.put(key, List.of(number(cursor, type)));
    }
  }

  private void readList(Cursor cursor, String key) throws IOException {
    int type = type(cursor);
    long count = cursor.littleEndian(8);
    if (!isKept(key) || count > LONGEST_LIST || !isWhole(type)) {
      if (key.equals(TOKENS)) {
        tokens = Reading.known(count);
      }
      skipList(cursor, type, count, 0);
      return;
    }
    List<Long> list = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      list.add(number(cursor, type));
    }
    numbers.put(key, list);
  }

  private static boolean isWhole(int type) {
    return type != STRING && type != ARRAY && type != FLOAT32 && type != FLOAT64;
  }

  private static long number(Cursor cursor, int type) throws IOException {
    return SIGNED.contains(type) ? cursor.signed(BYTES[type]) : cursor.littleEndian(BYTES[type]);
  }

  private static int type(Cursor cursor) throws IOException {
    long type = cursor.unsignedInt();
    if (type >= BYTES.length) {
      throw new MalformedException("a value has the unknown type " + type);
    }
    return (int) type;
  }

  private static void skip(Cursor cursor, int type, int depth) throws IOException {
    switch (type) {
      case STRING -> cursor.skip(cursor.littleEndian(8));
      case ARRAY -> skipList(cursor, type(cursor), cursor.littleEndian(8), depth + 1);
      default -> cursor.skip(BYTES[type]);
    }
  }

  private static void skipList(Cursor cursor, int type, long count, int depth) throws IOException {
    if (depth > DEEPEST_LIST) {
      throw new MalformedException("lists are nested too deep");
    }
    if (count < 0 || count > cursor.remaining()) {
      throw new MalformedException("a list is said to be longer than the file");
    }
    if (BYTES[type] > 0) {
      cursor.skip(Sizes.times(count, BYTES[type]));
      return;
    }
    for (long i = 0; i < count; i++) {
      skip(cursor, type, depth);
    }
  }

  /** The length of a text that is kept. */
  private static int length(Cursor cursor, int longest) throws IOException {
    return length(cursor.littleEndian(8), longest);
  }

  static int length(long claimed, int longest) throws MalformedException {
    if (claimed < 0 || claimed > longest) {
      throw new MalformedException("a name is said to be " + claimed + " bytes long");
    }
    return (int) claimed;
  }

  Optional<String> architecture() {
    return Optional.ofNullable(texts.get("general.architecture"));
  }

  /** One whole number under its full key. */
  Reading<Long> number(String key) {
    List<Long> found = numbers.get(key);
    return found == null || found.isEmpty()
        ? Reading.unknown("the file has no " + key)
        : Reading.known(found.getFirst());
  }

  /** A list under its full key; a single number is a list of one. */
  Optional<List<Long>> list(String key) {
    return Optional.ofNullable(numbers.get(key));
  }

  /** How many tokens the vocabulary has. */
  Reading<Long> vocabulary() {
    return tokens;
  }
}
