package dev.hearth.inference.tokens;

/**
 * The tokens of one text, without padding: the attention mask of each is 1. Padding is the matter
 * of a {@link TokenBatch}.
 */
public final class Encoding {
  private final long[] ids;
  private final long[] types;
  private final boolean truncated;

  private Encoding(long[] ids, long[] types, boolean truncated) {
    this.ids = ids;
    this.types = types;
    this.truncated = truncated;
  }

  static Encoding whole(long[] ids, long[] types) {
    return new Encoding(ids, types, false);
  }

  public int length() {
    return ids.length;
  }

  /** The vocabulary's number of a token. */
  public long id(int index) {
    return ids[index];
  }

  /** The segment a token belongs to; 0 throughout for a single text. */
  public long type(int index) {
    return types[index];
  }

  /** Whether tokens were cut off. */
  public boolean truncated() {
    return truncated;
  }

  public long[] ids() {
    return ids.clone();
  }

  /** The first tokens and the special ones that end every text. */
  Encoding cut(int limit, int closing) {
    if (ids.length <= limit) {
      return this;
    }
    return new Encoding(cut(ids, limit, closing), cut(types, limit, closing), true);
  }

  private static long[] cut(long[] values, int limit, int closing) {
    long[] kept = new long[limit];
    System.arraycopy(values, 0, kept, 0, limit - closing);
    System.arraycopy(values, values.length - closing, kept, limit - closing, closing);
    return kept;
  }
}
