package dev.hearth.inference.tokens;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.hearth.inference.runtime.NativeLibraries;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Hugging Face's tokenizers (Rust) as DJL packs them, without DJL: its loader would unpack into the
 * home directory and may download; this one takes the library out of the jar into a directory of
 * ours and calls its native methods directly (docs/adr/0002-tokenizers.md).
 */
public final class TokenizerLibrary {
  private static final String FILE = "libtokenizers.so";
  private static boolean loaded;

  private final Path directory;

  /**
   * @param directory where the shared library lies or is put when the first tokenizer is opened
   */
  public TokenizerLibrary(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /**
   * Opens a vocabulary.
   *
   * @param tokenizerJson a model's {@code tokenizer.json}; its own truncation and padding are
   *     ignored
   * @throws ProblemException {@code UNAVAILABLE} when the file or the library cannot be used
   */
  public Tokenizer open(Path tokenizerJson) {
    load(directory);
    try {
      return NativeTokenizer.of(Files.readString(tokenizerJson));
    } catch (IOException | RuntimeException unreadable) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The tokenizer " + tokenizerJson + " cannot be read",
              String.valueOf(unreadable.getMessage()),
              "hearth models verify"),
          unreadable);
    }
  }

  private static synchronized void load(Path directory) {
    if (loaded) {
      return;
    }
    Path library = directory.resolve(FILE);
    try {
      NativeLibraries.unpack(
          TokenizersLibrary.class.getClassLoader(),
          "native/lib/" + platform() + "/" + FILE,
          library);
      System.load(library.toString());
    } catch (UncheckedIOException | UnsatisfiedLinkError unusable) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The tokenizer library cannot be loaded from " + directory,
              String.valueOf(unusable.getMessage()),
              "Text models need glibc 2.34 or newer (Debian 12, Ubuntu 22.04) and a library"
                  + " directory that can be written and is not mounted noexec."),
          unusable);
    }
    loaded = true;
  }

  private static String platform() {
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (processor) {
      case "amd64", "x86_64" -> "linux-x86_64/cpu";
      case "aarch64", "arm64" -> "linux-aarch64/cpu";
      default ->
          throw new ProblemException(
              Problem.Kind.UNAVAILABLE,
              "There is no tokenizer library for the processor type " + processor,
              "Hearth's engine runs on x86-64 and arm64 Linux.");
    };
  }
}
