package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.store.Progress;
import dev.hearth.inference.store.Removal;
import dev.hearth.inference.store.Sums;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A runtime out of a pinned package of npm or Maven. */
final class PackagedRuntime implements Recipe {
  private static final String SCRATCH = "fetched";

  private final Provider provider;
  private final Catalogue catalogue;
  private final CommandRunner programs;
  private final SystemLibraries libraries;

  PackagedRuntime(
      Provider provider, Catalogue catalogue, CommandRunner programs, SystemLibraries libraries) {
    this.provider = provider;
    this.catalogue = catalogue;
    this.programs = programs;
    this.libraries = libraries;
  }

  @Override
  public Optional<Problem> refusal() {
    if (catalogue.architecture() != Architecture.X86_64) {
      return Optional.of(onlyOnX86());
    }
    Optional<PinnedPackage> pinned = catalogue.of(provider);
    return pinned.isPresent()
        ? libraries.refusal(pinned.get())
        : Optional.of(
            new Problem(
                Problem.Kind.UNAVAILABLE,
                "This version of Hearth knows no " + provider.label() + " runtime that fits it",
                "the Java classes are of ONNX Runtime " + catalogue.version(),
                "Report it as a bug."));
  }

  private Problem onlyOnX86() {
    String why =
        provider == Provider.VULKAN
            ? "the arm64 library of the npm package onnxruntime-node is built without the WebGPU"
                + " provider, which is what computes on Vulkan"
            : "ONNX Runtime is published with " + provider.label() + " for x86-64 only";
    return new Problem(
        Problem.Kind.UNAVAILABLE,
        "There is no " + provider.label() + " runtime for " + catalogue.architecture().label(),
        why,
        "Compute on the processor: --backend cpu");
  }

  /** The package; where {@link #refusal} is empty there is one. */
  PinnedPackage pinned() {
    return catalogue.of(provider).orElseThrow();
  }

  @Override
  public long bytes(Optional<Path> from) {
    PinnedPackage pinned = pinned();
    long fetched = from.isPresent() ? 0 : pinned.client().copies() * pinned.bytes();
    return fetched + pinned.kept();
  }

  @Override
  public Laid lay(Path folder, Optional<Path> from, Progress progress) {
    PinnedPackage pinned = pinned();
    List<RuntimeManifest.Item> files =
        from.isPresent()
            ? from(folder, from.get(), progress)
            : fetched(folder, folder.resolve(SCRATCH), progress);
    checkLinks(folder, pinned);
    return new Laid(
        pinned.origin(),
        pinned.core(),
        Optional.of(pinned.binding()).filter(name -> !name.isEmpty()),
        Optional.empty(),
        files);
  }

  private List<RuntimeManifest.Item> fetched(Path folder, Path scratch, Progress progress) {
    PinnedPackage pinned = pinned();
    try {
      Files.createDirectories(scratch);
    } catch (IOException trouble) {
      throw FolderTrouble.writing(scratch, trouble);
    }
    progress.begins(pinned.file(), pinned.bytes());
    Path archive = new PackageFetch(programs).fetch(pinned, scratch, progress);
    progress.ends();
    String sum = sum(archive);
    if (!sum.equals(pinned.sha256())) {
      throw wrongSum(
          archive,
          sum,
          "Nothing was installed. Ask who runs your mirror or proxy why it changes packages, or"
              + " install another copy with --from FILE.");
    }
    List<RuntimeManifest.Item> files = unpacked(folder, archive, progress);
    Removal.delete(scratch);
    return files;
  }

  private List<RuntimeManifest.Item> from(Path folder, Path file, Progress progress) {
    PinnedPackage pinned = pinned();
    String sum = sum(file);
    if (sum.equals(pinned.sha256())) {
      return unpacked(folder, file, progress);
    }
    PinnedPackage.Item first = pinned.files().getFirst();
    if (pinned.files().size() > 1 || !sum.equals(first.sha256())) {
      throw wrongSum(
          file, sum, "Give --from the file " + pinned.file() + " as the registry has it.");
    }
    try {
      return new Unpacking(folder).copy(first, file);
    } catch (IOException trouble) {
      throw FolderTrouble.reading(file, trouble);
    }
  }

  private List<RuntimeManifest.Item> unpacked(Path folder, Path archive, Progress progress) {
    progress.says("Unpacking " + archive.getFileName());
    try {
      return new Unpacking(folder).unpack(pinned(), archive);
    } catch (IOException damaged) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The package " + pinned().coordinates() + " does not hold what it should",
              String.valueOf(damaged.getMessage()),
              "Report it as a bug."),
          damaged);
    }
  }

  /** The pinned needs were asked before; this asks the library itself. */
  private void checkLinks(Path folder, PinnedPackage pinned) {
    if (pinned.linked().isEmpty()) {
      return;
    }
    Path linked = folder.resolve(pinned.linked());
    try {
      List<String> missing = libraries.missing(linked);
      if (!missing.isEmpty()) {
        throw new ProblemException(
            new Problem(
                Problem.Kind.UNAVAILABLE,
                "The runtime would not load here; nothing was installed",
                pinned.linked() + " is linked to " + String.join(", ", missing),
                "Install what brings them."));
      }
    } catch (IOException trouble) {
      throw FolderTrouble.reading(linked, trouble);
    }
  }

  private ProblemException wrongSum(Path file, String sum, String remedy) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            file.getFileName() + " is not the package that Hearth knows: its checksum is another",
            "sha256 " + sum + " instead of " + pinned().sha256(),
            remedy));
  }

  private static String sum(Path file) {
    try {
      return Sums.sha256(file, _ -> {});
    } catch (IOException trouble) {
      throw FolderTrouble.reading(file, trouble);
    }
  }
}
