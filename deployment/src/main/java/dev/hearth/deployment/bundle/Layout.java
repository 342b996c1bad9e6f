package dev.hearth.deployment.bundle;

import dev.hearth.planning.Version;
import java.util.List;

/** Where Ollama keeps its ROCm libraries under {@code lib/ollama}; it changed twice. */
public enum Layout {
  /** Until 0.12.3: the backend lies in {@code lib/ollama} itself, ROCm in {@code rocm}. */
  BACKEND_BESIDE,
  /** From 0.12.4: all of it in {@code rocm}. */
  ONE_FOLDER,
  /** From 0.30.0: all of it in {@code rocm_v7_2}, by ROCm's version; a server program beside. */
  VERSIONED_FOLDER;

  /** The backend's file until 0.12.3, and its name ever since. */
  static final String BACKEND = "libggml-hip.so";

  /** The program that computes, from 0.30.0. */
  static final String SERVER = "llama-server";

  private static final String BASE = "libggml-base.so";
  private static final String ROCM = "rocm";
  private static final Version ONE = new Version(List.of(0, 12, 4));
  private static final Version VERSIONED = new Version(List.of(0, 30, 0));

  /** The layout of a version of Ollama. */
  public static Layout of(Version ollama) {
    if (ollama.olderThan(ONE)) {
      return BACKEND_BESIDE;
    }
    return ollama.olderThan(VERSIONED) ? ONE_FOLDER : VERSIONED_FOLDER;
  }

  /** Whether a name in {@code lib/ollama} is one of a bundle's folders. */
  public boolean isFolder(String name) {
    return this == VERSIONED_FOLDER ? name.startsWith(ROCM) : name.equals(ROCM);
  }

  /** Whether any layout has its libraries there. */
  static boolean isAnyFolder(String name) {
    return name.startsWith(ROCM);
  }

  /** Whether a file of {@code lib/ollama}, named from there, belongs to the bundle. */
  boolean takes(String file) {
    int slash = file.indexOf('/');
    return slash > 0
        ? isFolder(file.substring(0, slash))
        : isFolder(file) || (this == BACKEND_BESIDE && file.equals(BACKEND));
  }

  /** Whether a file tells that the bundle and the installed Ollama are of one version. */
  boolean compares(String file) {
    return (file.startsWith(BASE) && file.indexOf('/') < 0)
        || (this == VERSIONED_FOLDER && file.equals(SERVER));
  }

  /** As people read it. */
  public String words() {
    return switch (this) {
      case BACKEND_BESIDE -> "rocm/ and " + BACKEND;
      case ONE_FOLDER -> "rocm/";
      case VERSIONED_FOLDER -> "rocm_v*/";
    };
  }
}
