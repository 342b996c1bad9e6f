package dev.hearth.bench.lab;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.hearth.bench.lab.Line.Cell;
import dev.hearth.bench.lab.Line.Compared;
import dev.hearth.bench.lab.Line.Computer;
import dev.hearth.bench.lab.Line.Way;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a GPU of a data centre is to reach, and what was seen.
 *
 * @param device whose aim it is
 * @param what is aimed at
 * @param wanted in words
 * @param seen in words; why there is nothing, where nothing was seen
 */
record Aim(String device, String what, String wanted, String seen, Verdict verdict) {
  static final double TIMES_THE_PROCESSOR = 10;
  static final double ONE_PHOTO_MILLIS = 15;
  static final double BUSY = 0.8;

  private static final int CALLERS = 16;
  private static final String MODEL = "clip/" + Generated.NAME;
  private static final String NOT_MEASURED = "not measured";

  /** Whether an aim was reached. */
  enum Verdict {
    MET,
    MISSED,
    NOT_MEASURED,
    /** The processor plays the device: only parity counts there. */
    NOT_COUNTED;

    @JsonValue
    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** The aims of every device but the processor. */
  static List<Aim> of(Report report) {
    List<Aim> aims = new ArrayList<>();
    for (Computer computer : report.devices()) {
      if (!computer.device().equals("cpu")) {
        aims.add(throughput(report, computer));
        aims.add(onePhoto(report, computer));
        aims.add(busy(report, computer));
        aims.add(parity(report, computer));
      }
    }
    return List.copyOf(aims);
  }

  private static Aim throughput(Report report, Computer computer) {
    Optional<Cell> device = best(report, computer.device());
    Optional<Cell> processor = best(report, "cpu");
    String what = "throughput of the ViT-B/32-sized encoder";
    String wanted = text("at least %.0f times the processor's", TIMES_THE_PROCESSOR);
    if (device.isEmpty() || processor.isEmpty()) {
      return new Aim(computer.device(), what, wanted, NOT_MEASURED, Verdict.NOT_MEASURED);
    }
    double times = device.get().perSecond() / processor.get().perSecond();
    String seen =
        text(
            "%.1f times: %s a second (%s) against %s (%s)",
            times,
            Figure.of(device.get().perSecond()),
            way(device.get()),
            Figure.of(processor.get().perSecond()),
            way(processor.get()));
    return new Aim(
        computer.device(), what, wanted, seen, verdict(computer, times >= TIMES_THE_PROCESSOR));
  }

  private static Aim onePhoto(Report report, Computer computer) {
    String what = "p50 of one photo, ViT-B/32-sized, from the file's bytes on";
    String wanted = text("under %.0f ms", ONE_PHOTO_MILLIS);
    return cell(report, computer.device(), Way.ENGINE, 1)
        .map(cell ->
            new Aim(
                computer.device(),
                what,
                wanted,
                Figure.of(cell.p50Millis()) + " ms" + alone(report, computer),
                verdict(computer, cell.p50Millis() < ONE_PHOTO_MILLIS)))
        .orElseGet(
            () -> new Aim(computer.device(), what, wanted, NOT_MEASURED, Verdict.NOT_MEASURED));
  }

  private static String alone(Report report, Computer computer) {
    return cell(report, computer.device(), Way.DIRECT, 1)
        .map(cell -> " (the model alone " + Figure.of(cell.p50Millis()) + " ms)")
        .orElse("");
  }

  /** By the device's own meter where there is one: an owner that waits in a run is busy, too. */
  private static Aim busy(Report report, Computer computer) {
    String what = "device busy with " + CALLERS + " callers, ViT-B/32-sized";
    String wanted = text("above %.0f %%", 100 * BUSY);
    Optional<Cell> cell =
        cell(report, computer.device(), Way.ENGINE, CALLERS)
            .or(() -> cell(report, computer.device(), Way.QUEUE, CALLERS));
    Optional<Double> share = cell.flatMap(each -> each.utilization().or(each::busy));
    if (share.isEmpty()) {
      return new Aim(computer.device(), what, wanted, NOT_MEASURED, Verdict.NOT_MEASURED);
    }
    boolean metered = cell.orElseThrow().utilization().isPresent();
    String seen =
        text(
            "%.0f %%, by %s (%s)",
            100 * share.get(),
            metered ? "the device's meter" : "the time its owner spent in runs",
            way(cell.orElseThrow()));
    return new Aim(computer.device(), what, wanted, seen, verdict(computer, share.get() > BUSY));
  }

  private static Aim parity(Report report, Computer computer) {
    List<Compared> all =
        report.compared().stream().filter(each -> each.device().equals(computer.device())).toList();
    String wanted = "cosine at least 0.999, corners within 2 px, equal texts";
    long good = all.stream().filter(Compared::holds).count();
    long open =
        report.skipped().stream()
            .filter(each -> each.device().equals(computer.device()) && each.isComparison())
            .count();
    String seen =
        all.isEmpty()
            ? NOT_MEASURED
            : text("%d of %d comparisons hold", good, all.size())
                + (open > 0 ? text(", %d not made", open) : "");
    return new Aim(
        computer.device(), "answers as the processor's", wanted, seen, parity(all, good, open));
  }

  /** Met only where nothing was left out. */
  private static Verdict parity(List<Compared> all, long good, long open) {
    if (good < all.size()) {
      return Verdict.MISSED;
    }
    return all.isEmpty() || open > 0 ? Verdict.NOT_MEASURED : Verdict.MET;
  }

  private static Verdict verdict(Computer computer, boolean met) {
    if (computer.software()) {
      return Verdict.NOT_COUNTED;
    }
    return met ? Verdict.MET : Verdict.MISSED;
  }

  /** The most that a device gives, in whatever way, without decoding. */
  private static Optional<Cell> best(Report report, String device) {
    return report.cells().stream()
        .filter(cell -> cell.device().equals(device) && cell.model().startsWith(MODEL))
        .filter(cell -> cell.way() != Way.ENGINE)
        .max(Comparator.comparingDouble(Cell::perSecond));
  }

  private static Optional<Cell> cell(Report report, String device, Way way, int n) {
    return report.cells().stream()
        .filter(cell -> cell.device().equals(device) && cell.model().startsWith(MODEL))
        .filter(cell -> cell.way() == way && cell.n() == n)
        .findFirst();
  }

  private static String way(Cell cell) {
    return switch (cell.way()) {
      case DIRECT -> "batch " + cell.n();
      case QUEUE -> cell.n() + " at its queue";
      case ENGINE -> cell.n() + " through the engine";
    };
  }

  @SuppressWarnings("AnnotateFormatMethod") // its library is none of ours
  private static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
