package dev.hearth.planning.gfx;

import java.util.Arrays;
import java.util.Optional;

/** What brings a ROCm of its own, whatever the host has installed. */
public enum Consumer {
  OLLAMA("ollama", "Ollama's ROCm bundle"),
  IMMICH_ML("immich-ml", "Immich's ROCm image"),
  PYTORCH("pytorch", "PyTorch's ROCm wheel");

  private final String key;
  private final String label;

  Consumer(String key, String label) {
    this.key = key;
    this.label = label;
  }

  /** As data files write it. */
  public String key() {
    return key;
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
