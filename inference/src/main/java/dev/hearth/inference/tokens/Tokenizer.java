package dev.hearth.inference.tokens;

/** Turns text into the token ids of one model. Used by any number of threads at once. */
public interface Tokenizer extends AutoCloseable {
  /**
   * The tokens of a text with the model's special tokens, cut to a limit as Hugging Face's
   * tokenizers cut (the end of the text goes, the special tokens stay). Reads no more of a long
   * text than the limit needs.
   *
   * @param limit number of tokens including the special ones; more than {@link #specialTokens()}
   */
  Encoding encode(String text, int limit);

  /** The number of tokens a text has uncut, special ones included; reads all of it. */
  int count(String text);

  /** How many special tokens the model puts around one text. */
  int specialTokens();

  /** Frees the vocabulary. */
  @Override
  void close();
}
