package dev.hearth.inference.runtimes;

import dev.hearth.machine.Problem;
import dev.hearth.machine.Reading;
import dev.hearth.machine.elf.ElfContent;
import dev.hearth.machine.elf.LibrarySearch;
import dev.hearth.machine.elf.SharedLibrary;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the libraries of the system that a runtime needs are here, in the version it needs. */
final class SystemLibraries {
  private static final String LOOKED =
      "looked for in LD_LIBRARY_PATH, in the list that ldconfig wrote and in the standard folders";

  private final LibrarySearch search;

  SystemLibraries(LibrarySearch search) {
    this.search = search;
  }

  /** What is missing of a package's needs, as one problem that says what brings it. */
  Optional<Problem> refusal(PinnedPackage wanted) {
    List<PinnedPackage.Need> missing =
        wanted.needs().stream().filter(need -> search.path(need.library()).isEmpty()).toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    String names =
        missing.stream().map(PinnedPackage.Need::library).collect(Collectors.joining(", "));
    return Optional.of(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "Libraries are missing that " + wanted.coordinates() + " needs: " + names,
            LOOKED,
            remedy(missing)));
  }

  private static String remedy(List<PinnedPackage.Need> missing) {
    String packages =
        missing.stream()
            .map(PinnedPackage.Need::from)
            .filter(from -> !from.contains(" "))
            .sorted()
            .collect(Collectors.joining(" "));
    String words =
        missing.stream()
            .map(PinnedPackage.Need::from)
            .filter(from -> from.contains(" "))
            .map(from -> "Install " + from + ". ")
            .collect(Collectors.joining());
    return packages.isEmpty()
        ? words.strip()
        : words
            + "Install these packages of Debian (non-free), Ubuntu or NVIDIA's repository: "
            + packages
            + ". Where the libraries lie elsewhere, set LD_LIBRARY_PATH to their folder.";
  }

  /** The libraries that a file is linked to and that the loader would not find. */
  List<String> missing(Path file) throws IOException {
    return switch (read(file, List.of())) {
      case Reading.Known<SharedLibrary>(SharedLibrary library) ->
          library.needed().stream()
              .filter(name -> search.path(name).isEmpty())
              .filter(name -> !Files.exists(file.resolveSibling(name)))
              .toList();
      case Reading.Unknown<SharedLibrary>(String reason) -> throw new IOException(reason);
    };
  }

  /** What a file says of itself. */
  static Reading<SharedLibrary> read(Path file, List<String> symbols) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return SharedLibrary.read(ElfContent.of(channel), symbols);
    }
  }
}
