package dev.hearth.cli.top;

import static dev.hearth.cli.top.TopLine.cell;
import static dev.hearth.cli.top.TopLine.right;

import dev.hearth.cli.top.TopLine.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Hearth's engine: its queue, what was asked of it, its models. Nothing where there is none. */
final class EngineLines {
  private static final int TYPE = 18;
  private static final int DEVICE = 15;
  private static final int WAITING = 6;
  private static final int RUNS = 7;
  private static final int STATE = 13;
  private static final int NARROW = 60;

  private EngineLines() {}

  static List<TopLine> of(EngineView engine, View view) {
    return switch (engine) {
      case EngineView.Absent _ -> List.of();
      case EngineView.Silent(String address, String reason) ->
          List.of(
              new TopLine()
                  .add("engine " + address + "  ", Look.BOLD)
                  .add("does not tell: " + reason, Look.DOUBTFUL));
      case EngineView.Told told -> told(told, view);
    };
  }

  private static List<TopLine> told(EngineView.Told told, View view) {
    List<TopLine> lines = new ArrayList<>();
    TopLine first = new TopLine().add("engine " + told.address(), Look.BOLD);
    if (told.ready()) {
      first.add("  ready", Look.GOOD);
    } else {
      first.add("  loading", Look.DOUBTFUL);
    }
    lines.add(first.add("  in flight " + told.inFlight() + "  waiting " + told.waiting()));
    for (EngineView.Task task : told.tasks()) {
      lines.add(
          new TopLine()
              .add("  " + cell(task.name(), TYPE + 2))
              .add(
                  String.format(
                      Locale.ROOT,
                      "%.1f/s  median %.0f ms  95 %% within %.0f ms",
                      task.perSecond(),
                      task.medianMillis(),
                      task.p95Millis())));
    }
    if (!told.models().isEmpty()) {
      boolean narrow = view.columns() < NARROW;
      lines.add(
          narrow
              ? line("MODEL", view, "QUEUE").add("", Look.DIM)
              : wide(List.of("MODEL", "TASK", "ON", "QUEUE", "RUNS", "STATE"), view, Look.DIM));
      told.models().forEach(model -> lines.add(model(model, view, narrow)));
    }
    return lines;
  }

  private static TopLine line(String name, View view, String waiting) {
    return new TopLine()
        .add("  " + cell(name, view.columns() - WAITING - 3) + right(waiting, WAITING));
  }

  private static TopLine model(EngineView.Model model, View view, boolean narrow) {
    if (narrow) {
      return line(model.name(), view, Integer.toString(model.waiting()));
    }
    TopLine line =
        wide(
            List.of(
                model.name(),
                model.type() + " " + model.task(),
                model.device(),
                Integer.toString(model.waiting()),
                Long.toString(model.runs()),
                ""),
            view,
            Look.PLAIN);
    return model
        .takenOff()
        .map(_ -> line.add("taken off", Look.DOUBTFUL))
        .orElseGet(() -> line.add(model.state()));
  }

  private static TopLine wide(List<String> cells, View view, Look look) {
    int name = Math.max(10, view.columns() - 2 - TYPE - DEVICE - WAITING - RUNS - STATE);
    return new TopLine()
        .add("  " + cell(cells.get(0), name) + " ", look)
        .add(cell(cells.get(1), TYPE) + " " + cell(cells.get(2), DEVICE), look)
        .add(right(cells.get(3), WAITING) + right(cells.get(4), RUNS) + "  ", look)
        .add(cells.get(5), look);
  }
}
