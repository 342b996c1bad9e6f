package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.store.Sums;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells whether an installed runtime is what was installed, before any of it is loaded. */
final class Verification {
  private static final System.Logger LOG = System.getLogger(Verification.class.getName());

  private final String version;

  /**
   * @param version of the Java classes, which a runtime must have too
   */
  Verification(String version) {
    this.version = version;
  }

  /**
   * By the seals; a file whose seal is broken has its checksum taken, and gets a new seal where it
   * is right: it was copied, or its rights were changed.
   */
  InstalledRuntime of(Provider provider, Path folder) {
    return check(provider, folder, false);
  }

  /** By the checksums of all files. */
  InstalledRuntime thorough(Provider provider, Path folder) {
    return check(provider, folder, true);
  }

  private InstalledRuntime check(Provider provider, Path folder, boolean thorough) {
    RuntimeManifest manifest =
        RuntimeManifest.of(folder)
            .filter(each -> each.provider().equals(provider.key()))
            .orElseThrow(() ->
                damaged(provider, folder.resolve(RuntimeManifest.FILE) + " is missing or damaged"));
    if (!manifest.version().equals(version)) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The installed " + provider.label() + " runtime does not fit this version of Hearth",
              "it is of ONNX Runtime " + manifest.version() + ", Hearth needs " + version,
              remedy(provider)));
    }
    List<RuntimeManifest.Item> files = new ArrayList<>();
    for (RuntimeManifest.Item item : manifest.files()) {
      files.add(verified(provider, folder, item, thorough));
    }
    if (!files.equals(manifest.files())) {
      renew(manifest.with(files), folder);
    }
    return manifest.in(folder);
  }

  private static RuntimeManifest.Item verified(
      Provider provider, Path folder, RuntimeManifest.Item item, boolean thorough) {
    Path file = folder.resolve(item.path());
    try {
      if (!Files.isRegularFile(file)) {
        throw damaged(provider, file + " is missing");
      }
      Seal seal = Seal.of(file);
      if (seal.equals(item.seal()) && !thorough) {
        return item;
      }
      if (seal.bytes() != item.bytes()
          || !Sums.sha256(file, _ -> {}).equals(item.sha256())
          || !Seal.of(file).equals(seal)) {
        throw damaged(provider, file + " is not the file that was installed");
      }
      return new RuntimeManifest.Item(item.path(), item.bytes(), item.sha256(), seal);
    } catch (IOException trouble) {
      throw FolderTrouble.reading(file, trouble);
    }
  }

  /** Only spares the checksum next time; where the folder cannot be written it is taken again. */
  private static void renew(RuntimeManifest manifest, Path folder) {
    try {
      manifest.write(folder);
    } catch (ProblemException readOnly) {
      LOG.log(System.Logger.Level.DEBUG, "the seals were not renewed", readOnly);
    }
  }

  private static ProblemException damaged(Provider provider, String evidence) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "The installed " + provider.label() + " runtime is damaged; it is not loaded",
            evidence,
            remedy(provider)));
  }

  private static String remedy(Provider provider) {
    String again = "hearth runtimes install " + provider.key();
    return switch (provider) {
      case OPENVINO, MIGRAPHX -> again + " --from /path/to/the/plugin.so";
      case CPU, VULKAN, CUDA -> again;
    };
  }
}
