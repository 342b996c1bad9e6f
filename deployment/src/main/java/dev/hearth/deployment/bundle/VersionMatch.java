package dev.hearth.deployment.bundle;

import dev.hearth.planning.doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether what is installed and what was staged are of one version: backends load into the program
 * beside them, and mixed versions crash. Images carry the program's side too, so that the two can
 * be compared; Ollama's archives of ROCm do not.
 */
final class VersionMatch {
  private final Path tree;
  private final OllamaInstallation ollama;
  private final OllamaVersion version;
  private final Layout layout;

  VersionMatch(Path tree, OllamaInstallation ollama, OllamaVersion version, Layout layout) {
    this.tree = tree;
    this.ollama = ollama;
    this.version = version;
    this.layout = layout;
  }

  List<Finding> findings() throws IOException {
    List<Finding> all = new ArrayList<>();
    program().ifPresent(all::add);
    all.add(base());
    return all;
  }

  /** From 0.30.0 another program computes, and must be installed. */
  private Optional<Finding> program() {
    if (layout != Layout.VERSIONED_FOLDER) {
      return Optional.empty();
    }
    Path installed = ollama.libraries().resolve(Layout.SERVER);
    return Optional.of(
        Files.isRegularFile(installed)
            ? Findings.pass("server", "Ollama's server program is installed", installed.toString())
            : Findings.fail(
                "server",
                "Ollama's server program is not installed, and the libraries are loaded by it",
                installed + " is not there",
                "Install Ollama " + version.text() + " anew."));
  }

  private Finding base() throws IOException {
    List<String> staged = names(tree);
    List<String> installed = names(ollama.libraries());
    if (staged.isEmpty()) {
      return Findings.skip(
          "version",
          "The source holds nothing that could be compared with the installed Ollama",
          "no libggml-base.so in it; taken as of version " + version.text());
    }
    if (installed.isEmpty()) {
      return Findings.fail(
          "version",
          "The installed Ollama lacks what its backends are loaded with",
          "no libggml-base.so in " + ollama.libraries(),
          "Install Ollama " + version.text() + " anew.");
    }
    if (!staged.equals(installed)) {
      return Findings.fail(
          "version",
          "The source is of another version than the installed Ollama " + version,
          "in the source: "
              + String.join(", ", staged)
              + "; installed: "
              + String.join(", ", installed),
          "Take the source of version " + version.text() + ".");
    }
    List<String> different = different(staged);
    return different.isEmpty()
        ? Findings.pass(
            "version",
            "The source and the installed Ollama are of one version",
            "equal byte for byte: " + String.join(", ", staged))
        : Findings.warn(
            "version",
            "The source and the installed Ollama were built apart, or are of different versions",
            "not equal: " + String.join(", ", different),
            "Where Ollama does not start with the libraries, install " + version.text() + " anew.");
  }

  private List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    return Trees.children(folder).stream()
        .map(each -> Trees.name(folder, each))
        .filter(layout::compares)
        .filter(name -> !name.equals(Layout.SERVER) || Files.exists(tree.resolve(name)))
        .toList();
  }

  private List<String> different(List<String> names) throws IOException {
    List<String> different = new ArrayList<>();
    for (String name : names) {
      Path installed = ollama.libraries().resolve(name);
      Path staged = tree.resolve(name);
      boolean comparable =
          Files.isRegularFile(staged, LinkOption.NOFOLLOW_LINKS) && Files.isRegularFile(installed);
      if (comparable && Files.mismatch(staged, installed) >= 0) {
        different.add(name);
      }
    }
    return different;
  }
}
