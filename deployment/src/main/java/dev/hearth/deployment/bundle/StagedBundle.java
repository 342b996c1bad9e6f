package dev.hearth.deployment.bundle;

import dev.hearth.machine.Reading;
import dev.hearth.machine.elf.ElfContent;
import dev.hearth.machine.elf.SharedLibrary;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One folder of ROCm libraries in a staged tree, and what its libraries say of themselves.
 *
 * @param folder rocm, rocm_v7_2
 * @param names of all libraries in it, links too; with the backend's, which once lay outside it
 * @param libraries by name; links are left out, for what they lead to is there
 */
record StagedBundle(
    Path tree, String folder, List<String> names, Map<String, Reading<SharedLibrary>> libraries) {
  private static final String LIBRARY = "lib.+\\.so(?:\\..+)?";

  StagedBundle {
    names = List.copyOf(names);
    libraries = Map.copyOf(libraries);
  }

  /** All that a tree holds, in the order of their names. */
  static List<StagedBundle> all(Path tree, Layout layout) throws IOException {
    List<StagedBundle> found = new ArrayList<>();
    for (Path each : Trees.children(tree)) {
      String name = Trees.name(tree, each);
      if (layout.isFolder(name) && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
        found.add(read(tree, each, name, layout));
      }
    }
    return found;
  }

  private static StagedBundle read(Path tree, Path folder, String name, Layout layout)
      throws IOException {
    List<Path> files = new ArrayList<>(Trees.children(folder));
    Path beside = tree.resolve(Layout.BACKEND);
    if (layout == Layout.BACKEND_BESIDE && Files.exists(beside)) {
      files.add(beside);
    }
    List<String> names = new ArrayList<>();
    Map<String, Reading<SharedLibrary>> libraries = new TreeMap<>();
    for (Path file : files) {
      String last = String.valueOf(file.getFileName());
      if (last.matches(LIBRARY)) {
        names.add(last);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          libraries.put(last, library(file));
        }
      }
    }
    return new StagedBundle(tree, name, names, libraries);
  }

  private static Reading<SharedLibrary> library(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return SharedLibrary.read(ElfContent.of(channel), List.of());
    }
  }

  /** Whether the loader would find a library here; a link that leads nowhere is none. */
  boolean holds(String library) {
    return Files.isRegularFile(tree.resolve(folder).resolve(library))
        || (library.equals(Layout.BACKEND) && Files.isRegularFile(tree.resolve(library)));
  }

  /** Whether a library is there, in whatever version. */
  boolean hasAny(String stem) {
    return names.stream().anyMatch(name -> name.startsWith(stem) && holds(name));
  }
}
