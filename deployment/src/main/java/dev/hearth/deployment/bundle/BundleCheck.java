package dev.hearth.deployment.bundle;

import dev.hearth.machine.Reading;
import dev.hearth.machine.elf.ElfMachine;
import dev.hearth.machine.elf.LibrarySearch;
import dev.hearth.machine.elf.SharedLibrary;
import dev.hearth.planning.Version;
import dev.hearth.planning.doctor.Finding;
import dev.hearth.planning.gfx.Bundle;
import dev.hearth.planning.gfx.Consumer;
import dev.hearth.planning.gfx.GfxTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at a staged bundle before it takes any place: would Ollama compute with it? */
final class BundleCheck {
  private static final int MOST_NAMED = 5;

  /** Of e_machine in an ELF header, and its lower byte for x86-64. */
  private static final int MACHINE_AT = 18;

  private static final int X86_64 = 62;

  /** Without any of these Ollama finds no GPU. */
  private static final List<String> PARTS =
      List.of("librocblas.so", "libamdhip64.so", "libhsa-runtime64.so");

  private final Path tree;
  private final OllamaInstallation ollama;
  private final OllamaVersion version;
  private final Layout layout;
  private final LibrarySearch system;

  BundleCheck(Path tree, OllamaInstallation ollama, OllamaVersion version, LibrarySearch system) {
    this.tree = tree;
    this.ollama = ollama;
    this.version = version;
    this.layout = Layout.of(version.number());
    this.system = system;
  }

  /**
   * All findings.
   *
   * @param target that there must be kernels for: the override's, or the GPU's own
   */
  List<Finding> findings(Optional<String> target) throws IOException {
    List<Finding> all = new ArrayList<>();
    List<StagedBundle> bundles = StagedBundle.all(tree, layout);
    if (bundles.isEmpty()) {
      all.add(
          Findings.fail(
              "contents",
              "The source holds no " + layout.words() + ", where Ollama " + version + " has ROCm",
              "found: " + String.join(", ", top()),
              "Take the source of version " + version.text() + "."));
      return all;
    }
    for (StagedBundle bundle : bundles) {
      all.add(contents(bundle));
      all.add(processor(bundle));
      all.add(release(bundle));
      all.add(closure(bundle));
      target.ifPresent(gfx -> all.add(kernels(bundle, gfx)));
    }
    foreignProgram().ifPresent(all::add);
    all.addAll(new VersionMatch(tree, ollama, version, layout).findings());
    return all;
  }

  private List<String> top() throws IOException {
    return Trees.children(tree).stream().map(each -> Trees.name(tree, each)).toList();
  }

  private Finding contents(StagedBundle bundle) {
    List<String> missing =
        Stream.concat(PARTS.stream(), Stream.of(Layout.BACKEND))
            .filter(part -> !bundle.hasAny(part) && !bundle.holds(part))
            .toList();
    return missing.isEmpty()
        ? Findings.pass(
            "contents",
            bundle.folder() + " holds Ollama's backend and ROCm's libraries",
            bundle.libraries().size() + " libraries")
        : Findings.fail(
            "contents",
            bundle.folder() + " is not complete",
            "missing: " + String.join(", ", missing),
            "Fetch the source again, in version " + version.text() + ".");
  }

  private static Finding processor(StagedBundle bundle) {
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, Reading<SharedLibrary>> each : bundle.libraries().entrySet()) {
      switch (each.getValue()) {
        case Reading.Known<SharedLibrary>(SharedLibrary library) -> {
          if (!library.machine().equals(Optional.of(ElfMachine.X86_64))) {
            wrong.add(each.getKey() + " is for another processor");
          }
        }
        case Reading.Unknown<SharedLibrary>(String reason) ->
            wrong.add(each.getKey() + ": " + reason);
      }
    }
    return wrong.isEmpty()
        ? Findings.pass(
            "processor",
            "All libraries of " + bundle.folder() + " are whole and for x86-64",
            bundle.libraries().size() + " ELF files read")
        : Findings.fail(
            "processor",
            "Libraries of " + bundle.folder() + " cannot be loaded here",
            some(wrong),
            "Fetch the source again, for linux/amd64.");
  }

  /** ROCm is for x86-64 only; so must be the Ollama that loads it. */
  private Optional<Finding> foreignProgram() throws IOException {
    byte[] header = new byte[0];
    if (Files.isReadable(ollama.program())) {
      try (InputStream in = Files.newInputStream(ollama.program())) {
        header = in.readNBytes(MACHINE_AT + 1);
      }
    }
    boolean foreign =
        header.length > MACHINE_AT
            && header[0] == 0x7f
            && header[1] == 'E'
            && header[MACHINE_AT] != X86_64;
    return foreign
        ? Optional.of(
            Findings.fail(
                "program",
                "The installed Ollama is not for x86-64, and there is no ROCm for others",
                ollama.program() + " is for the processor " + header[MACHINE_AT] + " of ELF",
                "Use Vulkan."))
        : Optional.empty();
  }

  private Finding release(StagedBundle bundle) {
    RocmRelease release = RocmRelease.of(bundle);
    if (!release.isOne()) {
      return Findings.fail(
          "release",
          "The libraries of " + bundle.folder() + " are of more than one ROCm release",
          release.evidence(),
          "Take all of them from one source: the image of Ollama " + version.text() + ".");
    }
    Optional<String> expected =
        GfxTable.load().bundles(Consumer.OLLAMA).stream()
            .filter(each -> each.versions().contains(version.number()))
            .map(Bundle::rocm)
            .findFirst();
    Optional<Integer> major = expected.flatMap(Version::parse).map(Version::major);
    if (major.isPresent() && release.hip().isPresent() && !major.equals(release.hip())) {
      return Findings.fail(
          "release",
          "The libraries are of ROCm "
              + release.hip().get()
              + ", and Ollama "
              + version
              + " was built with ROCm "
              + expected.get(),
          release.evidence(),
          "Take the source of version " + version.text() + ".");
    }
    return Findings.pass(
        "release",
        "The libraries of " + bundle.folder() + " are of one ROCm release",
        release.evidence());
  }

  private Finding closure(StagedBundle bundle) {
    Closure closure = Closure.of(bundle, ollama.libraries(), system);
    if (!closure.missing().isEmpty()) {
      return Findings.fail(
          "closure",
          "Libraries are missing that Ollama's ROCm backend needs: "
              + String.join(", ", closure.missing().keySet()),
          Closure.words(closure.missing()),
          "Install what brings "
              + closure.missing().firstKey()
              + ", or fetch the source again in version "
              + version.text()
              + ".");
    }
    return closure.idle().isEmpty()
        ? Findings.pass(
            "closure",
            "Every library that " + bundle.folder() + " needs is there",
            "looked for in it, in " + ollama.libraries() + " and where the system's loader looks")
        : Findings.warn(
            "closure",
            "Libraries are missing that the backend does not need at its start: "
                + String.join(", ", closure.idle().keySet()),
            Closure.words(closure.idle()),
            "");
  }

  private Finding kernels(StagedBundle bundle, String gfx) {
    String file = bundle.folder() + "/rocblas/library/TensileLibrary_lazy_" + gfx + ".dat";
    return Files.isRegularFile(tree.resolve(file))
        ? Findings.pass("kernels", "rocBLAS has kernels for " + gfx, file)
        : Findings.fail(
            "kernels",
            "rocBLAS has no kernels for " + gfx + " in Ollama " + version,
            file + " is not there",
            "Choose an override whose kernels are there (gfx1100 with 11.0.0, gfx1030 with"
                + " 10.3.0), or another version of Ollama.");
  }

  private static String some(List<String> all) {
    List<String> sorted = all.stream().sorted().toList();
    return sorted.size() <= MOST_NAMED
        ? String.join("; ", sorted)
        : String.join("; ", sorted.subList(0, MOST_NAMED))
            + "; and "
            + (sorted.size() - MOST_NAMED)
            + " more";
  }
}
