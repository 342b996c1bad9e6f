package dev.hearth.planning.fit;

/** What of a model takes memory. */
public enum Part {
  OVERHEAD("the runtime itself"),
  WEIGHTS("weights"),
  KV_CACHE("key-value cache"),
  ACTIVATIONS("activations");

  private final String words;

  Part(String words) {
    this.words = words;
  }

  /** The name in a sentence. */
  public String words() {
    return words;
  }
}
