package dev.hearth.deployment.bundle;

import dev.hearth.deployment.edit.Change;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.elf.ElfMachine;
import dev.hearth.machine.elf.LibrarySearch;
import dev.hearth.planning.doctor.Finding;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives a native Ollama the ROCm libraries of its own version. Only the staging folder is written:
 * what is prepared here is put into its place, and taken back, by a deployment.
 */
public final class OllamaBundle {
  private static final Pattern TAGGED = Pattern.compile(".*?([^:/]+)-rocm(?:@.*)?");

  private final Machine machine;
  private final CommandRunner runner;
  private final FreeSpace space;

  public OllamaBundle(Machine machine, CommandRunner runner, FreeSpace space) {
    this.machine = machine;
    this.runner = runner;
    this.space = space;
  }

  /**
   * What is wanted.
   *
   * @param ollama the installation, its version known
   * @param target kernels must be there for it: the override's, or the GPU's own
   * @param time for the record
   */
  public record Request(
      OllamaInstallation ollama, BundleSource source, Optional<String> target, Instant time) {}

  /**
   * Fetches a bundle, stages and checks it.
   *
   * @throws ProblemException where there is no bundle to check: no such image, a damaged archive
   */
  public Prepared prepare(Request request) {
    OllamaVersion version = request.ollama().requireVersion();
    requireThere(request);
    try {
      Staging staging = Staging.of(request.ollama());
      staging.begin();
      boolean kept = false;
      try {
        Prepared prepared = prepare(request, version, staging);
        kept = prepared.ready();
        return prepared;
      } finally {
        if (!kept) {
          staging.clear();
        }
      }
    } catch (FileSystemException failed) {
      throw Refusal.io("Making Ollama's ROCm libraries ready", failed);
    } catch (IOException damaged) {
      throw String.valueOf(damaged.getMessage()).startsWith("No space left")
          ? Refusal.io("Making Ollama's ROCm libraries ready", damaged)
          : Refusal.badSource(request.source().words(), String.valueOf(damaged.getMessage()));
    }
  }

  private Prepared prepare(Request request, OllamaVersion version, Staging staging)
      throws IOException {
    Layout layout = Layout.of(version.number());
    Room room = new Room(space, staging.root());
    List<String> names =
        new Fetching(runner, version, room, new Budget(Budget.MOST_BYTES))
            .into(staging, request.source());
    Screening.apply(staging.tree());
    long bytes = Screening.bytes(staging.tree(), layout);
    List<Finding> findings = new ArrayList<>();
    named(names, version).ifPresent(findings::add);
    findings.addAll(
        new BundleCheck(
                staging.tree(),
                request.ollama(),
                version,
                new LibrarySearch(machine, ElfMachine.X86_64, ""))
            .findings(request.target()));
    findings.add(room.staged(bytes));
    if (findings.stream().anyMatch(Finding::failed)) {
      return new Prepared(List.of(), findings, bytes);
    }
    leaveOnly(staging.tree(), layout);
    Labels.set(machine, runner, staging.tree(), request.ollama().libraries())
        .ifPresent(findings::add);
    return new Prepared(changes(request, version, staging), findings, bytes);
  }

  private static List<Change> changes(Request request, OllamaVersion version, Staging staging)
      throws IOException {
    Layout layout = Layout.of(version.number());
    Path libraries = request.ollama().libraries();
    Screening inventory = Screening.inventory(staging.tree(), layout);
    Manifest manifest =
        new Manifest(
            version.text(),
            request.source().words(),
            request.time(),
            libraries,
            inventory.files(),
            inventory.links());
    return new Placing(staging, libraries, layout).changes(manifest, request.ollama().manifest());
  }

  /** What was only fetched to be compared goes. */
  private static void leaveOnly(Path tree, Layout layout) throws IOException {
    for (Path each : Trees.children(tree)) {
      if (!layout.takes(Trees.name(tree, each))) {
        Trees.remove(each);
      }
    }
  }

  /** An image of Ollama says its version in its tag; one without such a tag says nothing. */
  private static Optional<Finding> named(List<String> names, OllamaVersion version) {
    List<String> versions =
        names.stream()
            .map(TAGGED::matcher)
            .filter(Matcher::matches)
            .map(each -> each.group(1))
            .filter(each -> OllamaVersion.parse(each).isPresent())
            .distinct()
            .toList();
    return versions.isEmpty() || versions.contains(version.text())
        ? Optional.empty()
        : Optional.of(
            Findings.fail(
                "image",
                "The image is of Ollama "
                    + String.join(", ", versions)
                    + ", and "
                    + version
                    + " is installed",
                String.join(", ", names),
                "Take the image tagged " + version.text() + "-rocm."));
  }

  private static void requireThere(Request request) {
    Optional<Path> named =
        switch (request.source()) {
          case BundleSource.Image _ -> Optional.empty();
          case BundleSource.Archived(Path file) -> Optional.of(file);
          case BundleSource.Unpacked(Path folder) -> Optional.of(folder);
        };
    Optional<Path> missing = named.filter(each -> !Files.exists(each));
    missing = missing.isPresent() ? missing : libraries(request.ollama());
    if (missing.isPresent()) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          missing.get() + " does not exist",
          "Give the path of an image or an archive; Ollama itself must be installed.");
    }
  }

  private static Optional<Path> libraries(OllamaInstallation ollama) {
    return Optional.of(ollama.libraries()).filter(each -> !Files.isDirectory(each));
  }

  /** Removes what a deployment that ended left in staging. */
  public static void tidy(OllamaInstallation ollama) {
    try {
      Staging.of(ollama).clear();
    } catch (IOException failed) {
      throw Refusal.io("Removing what was staged for Ollama", failed);
    }
  }
}
