package dev.hearth.deployment.bundle;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Optional;

/** What of ROCm an installed Ollama has, and whose it is. */
public sealed interface BundleState {
  /** None, and none was installed by Hearth. */
  record Absent() implements BundleState {}

  /**
   * Ollama's installer, or a person, put it there.
   *
   * @param folders of the libraries' folder
   */
  record InstalledByOllama(List<String> folders) implements BundleState {
    public InstalledByOllama {
      folders = List.copyOf(folders);
    }
  }

  /** Hearth's, complete, for the Ollama that is installed. */
  record Intact(Manifest manifest) implements BundleState {}

  /**
   * Hearth's, and files of it are gone: an update of Ollama removes its folder of libraries.
   *
   * @param missing of its files, named from the folder
   */
  record Wiped(Manifest manifest, List<String> missing) implements BundleState {
    public Wiped {
      missing = List.copyOf(missing);
    }
  }

  /** Hearth's, complete, for another Ollama than the installed one. */
  record OtherVersion(Manifest manifest, OllamaVersion installed) implements BundleState {}

  /** Hearth recorded one, and the record cannot be read. */
  record Unreadable(String manifest, String reason) implements BundleState {}

  /** Looks at what is there; sizes and sums are not compared. */
  static BundleState of(Machine machine, OllamaInstallation ollama) {
    String path = ollama.manifest().toString();
    if (!machine.exists(path)) {
      List<String> folders = ollama.bundles(machine);
      return folders.isEmpty() ? new Absent() : new InstalledByOllama(folders);
    }
    return switch (machine.text(path).flatMap(Manifest::parse)) {
      case Reading.Known<Manifest>(Manifest manifest) -> recorded(machine, ollama, manifest);
      case Reading.Unknown<Manifest>(String reason) -> new Unreadable(path, reason);
    };
  }

  private static BundleState recorded(
      Machine machine, OllamaInstallation ollama, Manifest manifest) {
    List<String> missing = MissingFiles.of(machine, ollama.libraries(), manifest);
    Optional<OllamaVersion> other =
        ollama.version().asOptional().filter(each -> !each.text().equals(manifest.version()));
    if (missing.isEmpty()) {
      return other
          .<BundleState>map(version -> new OtherVersion(manifest, version))
          .orElseGet(() -> new Intact(manifest));
    }
    // The update brought its own, where the installer saw an AMD card: nothing is to be done.
    List<String> folders = ollama.bundles(machine);
    return other.isPresent() && !folders.isEmpty()
        ? new InstalledByOllama(folders)
        : new Wiped(manifest, missing);
  }

  /** For people, in one sentence. */
  default String sentence() {
    return switch (this) {
      case Absent _ -> "Ollama has no ROCm libraries";
      case InstalledByOllama(List<String> folders) ->
          "Ollama has ROCm libraries of its own: " + String.join(", ", folders);
      case Intact(Manifest manifest) ->
          "Ollama has the ROCm libraries that Hearth took from " + manifest.source();
      case Wiped(Manifest manifest, List<String> missing) ->
          "An update of Ollama removed the ROCm libraries that Hearth had installed for "
              + manifest.version()
              + ": "
              + missing.size()
              + " of "
              + manifest.paths().size()
              + " files are gone";
      case OtherVersion(Manifest manifest, OllamaVersion installed) ->
          "The ROCm libraries are those of Ollama "
              + manifest.version()
              + ", and Ollama "
              + installed
              + " is installed";
      case Unreadable(String manifest, String reason) ->
          "The record of the ROCm libraries that Hearth installed cannot be read: "
              + manifest
              + ": "
              + reason;
    };
  }

  /** What to type; empty where nothing is to be done. */
  default Optional<String> remedy() {
    return switch (this) {
      case Absent _, InstalledByOllama _, Intact _ -> Optional.empty();
      case Wiped _, OtherVersion _, Unreadable _ ->
          Optional.of("sudo hearth up ollama --manager systemd");
    };
  }
}
