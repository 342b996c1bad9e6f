package dev.hearth.planning.gfx;

import dev.hearth.planning.Source;
import java.util.Arrays;
import java.util.Optional;

/** What brings a ROCm of its own, whatever the host has installed. */
public enum Consumer {
  OLLAMA("ollama", "Ollama", "Ollama's ROCm bundle"),
  IMMICH_ML("immich-ml", "Immich", "Immich's ROCm image"),
  PYTORCH("pytorch", "PyTorch", "PyTorch's ROCm wheel");

  private final String key;
  private final String maker;
  private final String label;

  Consumer(String key, String maker, String label) {
    this.key = key;
    this.maker = maker;
    this.label = label;
  }

  /** As data files write it. */
  public String key() {
    return key;
  }

  /** Whether a source is a paper of another consumer, which says nothing of this one. */
  boolean foreign(Source source) {
    return Arrays.stream(values())
        .anyMatch(each -> each != this && source.title().startsWith(each.maker));
  }

  /** As people write it. */
  public String label() {
    return label;
  }

  /** The consumer of a key. */
  public static Optional<Consumer> of(String key) {
    return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
  }
}
