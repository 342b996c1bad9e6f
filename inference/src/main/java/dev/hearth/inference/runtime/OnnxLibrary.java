package dev.hearth.inference.runtime;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where the runtime's shared libraries lie. Left to itself the Java binding unpacks 28 MB into a
 * new temporary folder at every start.
 */
final class OnnxLibrary {
  private static final String PATH_PROPERTY = "onnxruntime.native.path";

  private OnnxLibrary() {}

  static void place(Path directory) {
    if (System.getProperty(PATH_PROPERTY) != null) {
      return;
    }
    String platform = platform();
    for (String library : new String[] {"libonnxruntime.so", "libonnxruntime4j_jni.so"}) {
      NativeLibraries.unpack(
          OnnxSessions.class.getClassLoader(),
          "ai/onnxruntime/native/" + platform + "/" + library,
          directory.resolve(library));
    }
    System.setProperty(PATH_PROPERTY, directory.toString());
  }

  /** The same for a runtime of its own; only the Java binding comes out of the jar. */
  static void place(RuntimeLibraries libraries, Path directory) {
    Path binding =
        libraries
            .binding()
            .orElseGet(() -> {
              Path own = directory.resolve("libonnxruntime4j_jni.so");
              NativeLibraries.unpack(
                  OnnxSessions.class.getClassLoader(),
                  "ai/onnxruntime/native/" + platform() + "/libonnxruntime4j_jni.so",
                  own);
              return own;
            });
    System.setProperty("onnxruntime.native.onnxruntime.path", libraries.core().toString());
    System.setProperty("onnxruntime.native.onnxruntime4j_jni.path", binding.toString());
  }

  private static String platform() {
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (machine) {
      case "amd64", "x86_64" -> "linux-x64";
      case "aarch64", "arm64" -> "linux-aarch64";
      default ->
          throw new ProblemException(
              Problem.Kind.UNAVAILABLE,
              "There is no inference runtime for the processor type " + machine,
              "Hearth's engine runs on x86-64 and arm64 Linux.");
    };
  }
}
