package dev.hearth.cli;

import dev.hearth.cli.report.LibrariesText;
import dev.hearth.cli.report.Paint;
import dev.hearth.deployment.NativeLibraries;
import dev.hearth.deployment.bundle.BundleSource;
import dev.hearth.deployment.bundle.Prepared;
import dev.hearth.deployment.edit.Change;
import dev.hearth.deployment.manager.ImageSizes;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.transaction.Staged;
import dev.hearth.deployment.transaction.Step;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.doctor.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Fetches a program's libraries, has them checked, and shows what was found. */
final class LibraryStaging implements Staged {
  private final Terminal terminal;
  private final From from;
  private final Manager manager;
  private final DeploymentProgress progress;
  private Optional<Long> packed = Optional.empty();

  /**
   * What is fetched.
   *
   * @param target kernels must be there for it; empty where that is not known
   */
  record From(NativeLibraries libraries, BundleSource source, Optional<String> target) {}

  LibraryStaging(Terminal terminal, From from, Manager manager, DeploymentProgress progress) {
    this.terminal = terminal;
    this.from = from;
    this.manager = manager;
    this.progress = progress;
  }

  /** What a registry, or the engine, says of the image's size. */
  void measure(Optional<ImageSizes> sizes) {
    packed = sizes.map(ImageSizes::packedBytes);
  }

  /** How much has to be fetched; empty where nobody says, or nothing has to be. */
  Optional<Long> size() {
    return packed.filter(_ -> !isHere());
  }

  private boolean isHere() {
    try {
      return !(from.source() instanceof BundleSource.Image image)
          || manager.hasImage(image.image());
    } catch (ProblemException _) {
      return false; // fetching it will say why
    }
  }

  @Override
  public List<Change> changes() {
    if (from.source() instanceof BundleSource.Image image && !isHere()) {
      pull(image.image());
    }
    progress.note("staging and checking the libraries of " + from.source().words());
    Prepared prepared = from.libraries().prepare(from.source(), from.target(), Instant.now());
    new LibrariesText(new Paint(terminal.colours()))
        .checked(prepared)
        .forEach(terminal.out()::println);
    if (!prepared.ready()) {
      throw refused(prepared.findings().stream().filter(Finding::failed).toList());
    }
    return prepared.changes();
  }

  private void pull(String image) {
    long began = System.nanoTime();
    progress.stepBegins(Step.PULL, image);
    manager.pull(image, bytes -> progress.progress(Step.PULL, bytes, packed));
    progress.stepEnds(Step.PULL, image, Duration.ofNanos(System.nanoTime() - began));
  }

  private ProblemException refused(List<Finding> failed) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "The libraries of " + from.source().words() + " do not fit",
            failed.stream().map(Finding::what).collect(Collectors.joining("; ")),
            failed.getFirst().remedy()));
  }

  @Override
  public void tidy() {
    from.libraries().tidy();
  }
}
