package dev.hearth.deployment.bundle;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A machine in a folder, with an Ollama that has no ROCm. */
record FixedOllama(Path root, OllamaInstallation installation) {
  static FixedOllama in(Path root, String version) {
    FixedOllama ollama =
        new FixedOllama(
            root,
            new OllamaInstallation(
                root.resolve("usr/local/bin/ollama"),
                root.resolve("usr/local/lib/ollama"),
                Reading.known(OllamaVersion.parse(version).orElseThrow())));
    put(ollama.installation().program(), Bundles.bytes("#!ollama"));
    write(ollama.libraries(), Bundles.base());
    if (version.equals("0.31.2")) {
      put(ollama.libraries().resolve("llama-server"), Bundles.bytes("the server of 0.31.2"));
    }
    put(root.resolve("usr/lib/x86_64-linux-gnu/libc.so.6"), TinyLibrary.of("libc.so.6"));
    return ollama;
  }

  Path libraries() {
    return installation.libraries();
  }

  /** What Hearth sees as the machine: paths from its root. */
  Machine machine() {
    return new Machine(FileTree.under(root));
  }

  /** The same installation, as found on that machine. */
  OllamaInstallation found() {
    return OllamaInstallation.find(machine()).orElseThrow().of(installation.requireVersion());
  }

  static void write(Path folder, Map<String, Bundles.Item> items) {
    items.forEach((name, item) -> {
      Path place = folder.resolve(name);
      switch (item) {
        case Bundles.File(byte[] content) -> put(place, content);
        case Bundles.Link(String target) -> link(place, target);
      }
    });
  }

  static void put(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void link(Path link, String target) {
    try {
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, Path.of(target));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Every path under a folder with what it holds, to see that nothing changed. */
  static Map<String, String> contents(Path folder) {
    Map<String, String> all = new TreeMap<>();
    try (var paths = Files.walk(folder)) {
      for (Path each : paths.toList()) {
        String name = folder.relativize(each).toString();
        if (Files.isSymbolicLink(each)) {
          all.put(name, "-> " + Files.readSymbolicLink(each));
        } else if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
          all.put(name, Sums.of(each));
        } else {
          all.put(name, "folder");
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return all;
  }
}
