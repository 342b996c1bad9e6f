package dev.hearth.inference.runtimes;

import dev.hearth.machine.elf.ElfMachine;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What native libraries are made for. */
public enum Architecture {
  X86_64("x86-64", "linux-x64", ElfMachine.X86_64),
  ARM64("arm64", "linux-aarch64", ElfMachine.AARCH64),
  OTHER("this type of processor", "none", null);

  private final String label;
  private final String folder;
  private final @Nullable ElfMachine elf;

  Architecture(String label, String folder, @Nullable ElfMachine elf) {
    this.label = label;
    this.folder = folder;
    this.elf = elf;
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

  /** As ELF files name it; empty where Hearth has no runtime at all. */
  Optional<ElfMachine> elf() {
    return Optional.ofNullable(elf);
  }
}
