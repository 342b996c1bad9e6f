package dev.hearth.cli.report;

import dev.hearth.machine.Reading;
import dev.hearth.planning.fit.Amount;
import dev.hearth.planning.fit.FitReport;
import dev.hearth.planning.fit.Part;
import dev.hearth.planning.fit.Place;
import dev.hearth.planning.fit.Placement;
import dev.hearth.planning.fit.Slowdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a model fits, for people: the answer, a picture of the memory, the words. */
public final class FitText {
  private static final int PICTURE = 40;
  private static final int INDENT = 18;

  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private FitText(Paint paint) {
    this.paint = paint;
  }

  /** The lines of one report. */
  public static List<String> of(FitReport report, Paint paint) {
    FitText text = new FitText(paint);
    text.verdict(report);
    text.need(report);
    if (report.placement() instanceof Reading.Known<Placement>(Placement placement)) {
      text.picture(placement);
    }
    text.words(report);
    return List.copyOf(text.lines);
  }

  private void verdict(FitReport report) {
    String word =
        switch (report.verdict()) {
          case FITS -> paint.good("fits");
          case FITS_SHARED -> paint.good("fits, partly in shared memory");
          case SPILLS -> paint.doubtful("spills");
          case DOES_NOT_FIT -> paint.bad("does not fit");
          case UNKNOWN -> paint.doubtful("unknown");
        };
    lines.add(paint.bold(report.need().model()) + ": " + word);
    lines.addAll(
        Wrapped.lines(
            "on " + report.memory().device() + ", run by " + report.need().execution().engine(),
            2));
    lines.add("");
  }

  private void need(FitReport report) {
    for (Part part : Part.values()) {
      Amount amount = report.need().amount(part);
      String size = amount.bytes().map(Sizes::of).orElse("unknown");
      String label = String.format(Locale.ROOT, "%-24s %9s", part.words(), size);
      lines.addAll(Wrapped.labelled("  " + label, because(amount), 38));
    }
    lines.add(
        String.format(
            Locale.ROOT, "  %-24s %9s", "together", Sizes.of(report.need().knownBytes())));
    lines.add("");
  }

  /** How sure it is, and where it comes from. */
  private static String because(Amount amount) {
    String basis = SurveyJson.word(amount.basis());
    boolean said = amount.basis() == Amount.Basis.UNKNOWN || amount.reason().equals(basis);
    return said ? amount.reason() : basis + ": " + amount.reason();
  }

  private void picture(Placement placement) {
    long total = Math.max(1, placement.total());
    for (Place place : Place.values()) {
      long bytes = placement.in(place);
      if (bytes == 0) {
        continue;
      }
      int length = (int) Math.max(1, Math.round((double) bytes / total * PICTURE));
      String bar = "#".repeat(length) + ".".repeat(PICTURE - length);
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-20s %s %s",
              place.words(),
              place == Place.VRAM || place == Place.SHARED ? paint.good(bar) : paint.doubtful(bar),
              Sizes.of(bytes)));
    }
    if (placement.layers() > 0) {
      lines.add(
          "  "
              + placement.layersOnDevice()
              + " of "
              + placement.layers()
              + " layers are computed by the device");
    }
    lines.add("");
  }

  private void words(FitReport report) {
    report.explanation().forEach(sentence -> lines.addAll(Wrapped.lines(sentence, 2)));
    if (report.slowdown() instanceof Slowdown.Estimate(_, _, _, _, String formula)) {
      lines.addAll(Wrapped.labelled("  how reckoned", formula, INDENT));
    }
    for (String note : report.need().notes()) {
      lines.addAll(Wrapped.labelled("  note", note, INDENT));
    }
    for (String caveat : report.caveats()) {
      lines.addAll(Wrapped.labelled("  assumed", caveat, INDENT));
    }
  }
}
