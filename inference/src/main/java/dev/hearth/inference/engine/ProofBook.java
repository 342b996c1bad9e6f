package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What trials showed, as long as the engine lives: a model that comes back after its time to live
 * is not tried again, unless its files changed.
 */
final class ProofBook {
  private final Map<Subject, Finding> findings = new ConcurrentHashMap<>();

  /** How a trial ended. */
  sealed interface Finding {
    /** The device computes the model. */
    record Fit(Proving.Proven proven) implements Finding {}

    /** It does not, and will not. */
    record Unfit(String reason) implements Finding {}
  }

  Optional<Finding> find(Blueprint model, Device device) {
    return Optional.ofNullable(findings.get(Subject.of(model, device)));
  }

  void write(Blueprint model, Device device, Finding finding) {
    findings.put(Subject.of(model, device), finding);
  }

  private record Subject(ModelKey key, Device device, List<FileState> files) {
    static Subject of(Blueprint model, Device device) {
      List<FileState> files =
          model.parts().stream().map(part -> FileState.of(part.file())).toList();
      return new Subject(model.key(), device, files);
    }
  }

  /** A file that is likely the same when all of this is. */
  private record FileState(Path file, long size, long modifiedMillis) {
    static FileState of(Path file) {
      try {
        return new FileState(file, Files.size(file), Files.getLastModifiedTime(file).toMillis());
      } catch (IOException _) {
        // Opening it says what is wrong with it.
        return new FileState(file, -1, -1);
      }
    }
  }
}
