package dev.hearth.inference.runtimes;

import java.util.Locale;

/** What native libraries are made for. */
public enum Architecture {
  X86_64("x86-64", "linux-x64"),
  ARM64("arm64", "linux-aarch64"),
  OTHER("this processor type", "");

  private final String label;
  private final String folder;

  Architecture(String label, String folder) {
    this.label = label;
    this.folder = folder;
  }

  /** That of the Java this runs on, which loads the libraries. */
  public static Architecture current() {
    return switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64", "arm64" -> ARM64;
      default -> OTHER;
    };
  }

  /** As people write it. */
  public String label() {
    return label;
  }

  /** As the jar of ONNX Runtime names it. */
  String folder() {
    return folder;
  }
}
