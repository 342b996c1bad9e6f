package dev.hearth.planning.weights;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes small GGUF files, key by key and tensor by tensor. */
public final class GgufFile {
  private static final int ALIGNMENT = 32;

  private final int version;
  private final Bytes keys = new Bytes();
  private final Bytes tensors = new Bytes();
  private long keyCount;
  private long tensorCount;
  private long dataBytes;

  public GgufFile(int version) {
    this.version = version;
  }

  /** A Llama with grouped attention: 2 layers, 4 heads on 2 key-value heads of 8 numbers. */
  public static GgufFile llama() {
    return new GgufFile(3)
        .text("general.architecture", "llama")
        .number("llama.block_count", 2)
        .number("llama.context_length", 4096)
        .number("llama.embedding_length", 32)
        .number("llama.attention.head_count", 4)
        .number("llama.attention.head_count_kv", 2)
        .tokens(100)
        .tensor("token_embd.weight", 2, 32, 100)
        .tensor("blk.0.attn_q.weight", 12, 256, 4)
        .tensor("blk.1.attn_q.weight", 12, 256, 4)
        .tensor("blk.1.ffn_norm.weight", 0, 32)
        .tensor("output_norm.weight", 0, 32)
        .tensor("output.weight", 8, 32, 100);
  }

  public GgufFile text(String key, String value) {
    keys.text(key).u32(8).text(value);
    keyCount++;
    return this;
  }

  public GgufFile number(String key, long value) {
    keys.text(key).u32(4).u32(value);
    keyCount++;
    return this;
  }

  public GgufFile numbers(String key, long... values) {
    keys.text(key).u32(9).u32(5).u64(values.length);
    for (long value : values) {
      keys.u32(value);
    }
    keyCount++;
    return this;
  }

  public GgufFile flags(String key, int... values) {
    keys.text(key).u32(9).u32(7).u64(values.length);
    for (int value : values) {
      keys.u8(value);
    }
    keyCount++;
    return this;
  }

  public GgufFile tokens(int count) {
    keys.text("tokenizer.ggml.tokens").u32(9).u32(8).u64(count);
    for (int i = 0; i < count; i++) {
      keys.text("t" + i);
    }
    keyCount++;
    return this;
  }

  /** A value of any type, already encoded. */
  GgufFile value(String key, int type, byte... encoded) {
    keys.text(key).u32(type).raw(encoded);
    keyCount++;
    return this;
  }

  /** A list that claims to have this many elements. */
  GgufFile hostileList(String key, int type, long claimed) {
    keys.text(key).u32(9).u32(type).u64(claimed);
    keyCount++;
    return this;
  }

  public GgufFile tensor(String name, int type, long... dimensions) {
    tensors.text(name).u32(dimensions.length);
    long elements = 1;
    for (long dimension : dimensions) {
      tensors.u64(dimension);
      elements *= dimension;
    }
    tensors.u32(type).u64(dataBytes);
    GgmlType stored = GgmlType.of(type).orElse(GgmlType.I8);
    dataBytes += stored.blockBytes() * Math.ceilDiv(elements, (long) stored.blockElements());
    tensorCount++;
    return this;
  }

  /** The head alone. */
  public byte[] head() {
    return new Bytes()
        .raw("GGUF".getBytes(StandardCharsets.US_ASCII))
        .u32(version)
        .u64(tensorCount)
        .u64(keyCount)
        .raw(keys.toArray())
        .raw(tensors.toArray())
        .toArray();
  }

  /** Head, padding and as many zeros as the tensors have bytes. */
  public byte[] whole() {
    byte[] head = head();
    int begin = Math.ceilDiv(head.length, ALIGNMENT) * ALIGNMENT;
    return Arrays.copyOf(head, Math.toIntExact(begin + dataBytes));
  }
}
