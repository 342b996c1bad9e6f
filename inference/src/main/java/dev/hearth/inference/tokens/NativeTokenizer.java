package dev.hearth.inference.tokens;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A vocabulary in native memory. */
final class NativeTokenizer implements Tokenizer {
  private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

  /** More characters a token than any real text has; a denser one is read again, further. */
  private static final int CHARACTERS_PER_TOKEN = 16;

  /** Tokens beyond the limit that must be seen, lest the cut changed the last ones kept. */
  private static final int MARGIN = 16;

  private static final int GROWTH = 8;

  private final long handle;
  private final int opening;
  private final int closing;
  private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
  private boolean closed;

  private NativeTokenizer(long handle) {
    this.handle = handle;
    LIBRARY.disableTruncation(handle);
    LIBRARY.disablePadding(handle);
    long encoding = LIBRARY.encode(handle, "a", true);
    long[] special = LIBRARY.getSpecialTokenMask(encoding);
    LIBRARY.deleteEncoding(encoding);
    int first = 0;
    while (first < special.length && special[first] == 1) {
      first++;
    }
    int last = special.length;
    while (last > first && special[last - 1] == 1) {
      last--;
    }
    opening = first;
    closing = special.length - last;
  }

  static NativeTokenizer of(String tokenizerJson) {
    return new NativeTokenizer(LIBRARY.createTokenizerFromString(tokenizerJson));
  }

  @Override
  public Encoding encode(String text, int limit) {
    if (limit <= specialTokens()) {
      throw new IllegalArgumentException("no room for text in " + limit + " tokens");
    }
    for (long cut = Math.max(1024L, (long) limit * CHARACTERS_PER_TOKEN);
        cut < text.length();
        cut *= GROWTH) {
      Encoding start = whole(text.substring(0, boundary(text, (int) cut)));
      if (start.length() >= limit + MARGIN) {
        return start.cut(limit, closing);
      }
    }
    return whole(text).cut(limit, closing);
  }

  @Override
  public int count(String text) {
    return whole(text).length();
  }

  @Override
  public int specialTokens() {
    return opening + closing;
  }

  @Override
  public void close() {
    Lock exclusive = lifetime.writeLock();
    exclusive.lock();
    try {
      if (!closed) {
        closed = true;
        LIBRARY.deleteTokenizer(handle);
      }
    } finally {
      exclusive.unlock();
    }
  }

  private Encoding whole(String text) {
    Lock shared = lifetime.readLock();
    shared.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the tokenizer is closed");
      }
      long encoding = LIBRARY.encode(handle, wellFormed(text), true);
      try {
        return Encoding.whole(LIBRARY.getTokenIds(encoding), LIBRARY.getTypeIds(encoding));
      } finally {
        LIBRARY.deleteEncoding(encoding);
      }
    } finally {
      shared.unlock();
    }
  }

  /** The last space in the second half before a place: no token reaches over it. */
  private static int boundary(String text, int place) {
    for (int i = place; i > place / 2; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return Character.isLowSurrogate(text.charAt(place)) ? place - 1 : place;
  }

  /** Half a surrogate pair has no UTF-8 form; left in, it would garble the whole text. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints()
            .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return text;
  }
}
