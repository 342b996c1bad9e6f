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
 * @param core the kept file that is ONNX Runtime itself
 * @param binding the kept file that is its Java binding; blank for the one in the jar of the
 *     classes
 * @param linked the kept file whose needs are checked once more after unpacking; blank where none
 * @param files that are kept of it
 * @param needs libraries of the system without which it does not load or computes nothing
 */
record PinnedPackage(
    Client client,
    String coordinates,
    String file,
    String licence,
    long bytes,
    String sha256,
    String core,
    String binding,
    String linked,
    List<Item> files,
    List<Need> needs) {

  PinnedPackage {
    files = List.copyOf(files);
    needs = List.copyOf(needs);
  }

  /** Who fetches it. */
  enum Client {
    /** Keeps the package in its cache and writes it once more. */
    NPM("npm", "npm", 2),
    MAVEN("mvn", "maven", 1);

    private final String program;
    private final String debianPackage;
    private final int copies;

    Client(String program, String debianPackage, int copies) {
      this.program = program;
      this.debianPackage = debianPackage;
      this.copies = copies;
    }

    /** How often the package lies on the disk while it is fetched. */
    int copies() {
      return copies;
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

  /**
   * A library of the system.
   *
   * @param library by the name the dynamic loader looks for; it holds the version
   * @param from what brings it: a package of Debian and Ubuntu, or words
   */
  record Need(String library, String from) {}

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
