package dev.hearth.cli.report;

import dev.hearth.deployment.NativeLibraries;
import dev.hearth.deployment.bundle.BundleSource;
import dev.hearth.deployment.bundle.Prepared;
import dev.hearth.planning.doctor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ROCm libraries of a program, for people. */
public final class LibrariesText {
  private static final int INDENT = 10;

  private final Paint paint;

  public LibrariesText(Paint paint) {
    this.paint = paint;
  }

  /** That what is there does. */
  public List<String> complete(NativeLibraries libraries) {
    return heading(libraries, "; nothing is fetched");
  }

  /**
   * What would be fetched, and where it goes.
   *
   * @param bytes to be fetched; empty where nobody says, or nothing has to be
   */
  public List<String> wanted(NativeLibraries libraries, BundleSource source, Optional<Long> bytes) {
    List<String> lines = heading(libraries, "");
    String by = source instanceof BundleSource.Image image ? ", by " + image.program() : "";
    String size = bytes.map(each -> " (" + Sizes.of(each) + " to fetch)").orElse("");
    lines.addAll(Wrapped.labelled("  from", source.words() + by + size, INDENT));
    lines.addAll(
        Wrapped.labelled(
            "  into",
            libraries.folder() + ", by rename, once all of them are checked beside it",
            INDENT));
    return lines;
  }

  private List<String> heading(NativeLibraries libraries, String rest) {
    List<String> lines = new ArrayList<>(List.of("", paint.bold("ROCm libraries")));
    lines.addAll(Wrapped.labelled("  now", libraries.state().sentence() + rest, INDENT));
    return lines;
  }

  /** What only root may do. */
  public List<String> needsRoot(String steps) {
    return Wrapped.labelled("  root", "is needed for " + steps, INDENT);
  }

  /** What was checked of libraries that are staged. */
  public List<String> checked(Prepared prepared) {
    return new FindingsText(paint, false)
        .of("ROCm libraries, " + Sizes.of(prepared.bytes()), prepared.findings());
  }

  /** Variables of a running process that disturb. */
  public List<String> disturbing(List<Finding> findings) {
    return findings.isEmpty()
        ? List.of()
        : new FindingsText(paint, false).of("In the environment of its process", findings);
  }
}
