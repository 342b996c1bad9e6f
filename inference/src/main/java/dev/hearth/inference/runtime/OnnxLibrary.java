package dev.hearth.inference.runtime;

import dev.hearth.inference.device.Provider;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the runtime's shared libraries lie. Left to itself the Java binding unpacks 28 MB into a
 * new temporary folder at every start.
 */
final class OnnxLibrary {
  private static final String FOLDER_PROPERTY = "onnxruntime.native.path";
  private static final String CORE_PROPERTY = "onnxruntime.native.onnxruntime.path";
  private static final String BINDING_PROPERTY = "onnxruntime.native.onnxruntime4j_jni.path";
  private static final String CORE = "libonnxruntime.so";
  private static final String BINDING = "libonnxruntime4j_jni.so";

  private OnnxLibrary() {}

  /** Puts the processor's runtime into a folder, unless a folder was named; gives its core. */
  static Path place(Path directory) {
    String named = System.getProperty(FOLDER_PROPERTY);
    if (named != null) {
      return Path.of(named, CORE);
    }
    unpack(CORE, directory);
    unpack(BINDING, directory);
    System.setProperty(FOLDER_PROPERTY, directory.toString());
    return directory.resolve(CORE);
  }

  /** The same for a runtime of its own; only the Java binding may come out of the jar. */
  static Path place(RuntimeLibraries libraries, Path directory) {
    Path binding = libraries.binding().orElseGet(() -> unpack(BINDING, directory));
    System.setProperty(CORE_PROPERTY, libraries.core().toString());
    System.setProperty(BINDING_PROPERTY, binding.toString());
    Path folder = libraries.core().getParent();
    if (libraries.provider() == Provider.CUDA && folder != null) {
      // The binding looks for the provider's own libraries nowhere else.
      System.setProperty(FOLDER_PROPERTY, folder.toString());
    }
    return libraries.core();
  }

  private static Path unpack(String library, Path directory) {
    Path file = directory.resolve(library);
    NativeLibraries.unpack(
        OnnxSessions.class.getClassLoader(), "ai/onnxruntime/native/" + platform() + library, file);
    return file;
  }

  private static String platform() {
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (machine) {
      case "amd64", "x86_64" -> "linux-x64/";
      case "aarch64", "arm64" -> "linux-aarch64/";
      default ->
          throw new ProblemException(
              Problem.Kind.UNAVAILABLE,
              "There is no inference runtime for the processor type " + machine,
              "Hearth's engine runs on x86-64 and arm64 Linux.");
    };
  }
}
