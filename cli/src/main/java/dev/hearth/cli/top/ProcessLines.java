package dev.hearth.cli.top;

import static dev.hearth.cli.top.TopLine.cell;
import static dev.hearth.cli.top.TopLine.right;

import dev.hearth.cli.top.TopLine.Look;
import dev.hearth.machine.usage.ProcessUse;
import java.util.ArrayList;
import java.util.List;

/** Who uses the accelerators: one line for each process and accelerator. */
final class ProcessLines {
  private static final int PID = 8;
  private static final int BUSY = 6;
  private static final int MEMORY = 9;
  private static final int NARROW = 60;
  private static final int GAPS = 5;

  private final TopSample sample;
  private final View view;

  ProcessLines(TopSample sample, View view) {
    this.sample = sample;
    this.view = view;
  }

  /** So many lines at most, the last one saying how many more there are. */
  List<TopLine> of(int room) {
    List<Order.Row> rows = ProcessRows.of(sample, view.order());
    List<TopLine> lines = new ArrayList<>();
    lines.add(
        line(
            List.of(
                right("PID", PID),
                "SERVICE",
                "PROGRAM",
                "ON",
                right("BUSY", BUSY),
                right("MEMORY", MEMORY)),
            Look.DIM,
            Look.DIM));
    rows.forEach(row -> lines.add(line(row)));
    if (rows.isEmpty()) {
      lines.add(new TopLine().add("  Nobody is seen to use an accelerator.", Look.DIM));
    }
    sample.remarks().forEach(remark -> lines.add(new TopLine().add("  " + remark, Look.DIM)));
    if (lines.size() <= room) {
      return lines;
    }
    List<TopLine> shown = new ArrayList<>(lines.subList(0, Math.max(0, room - 1)));
    if (room > 0) {
      shown.add(new TopLine().add("  … and " + (lines.size() - room + 1) + " more", Look.DIM));
    }
    return shown;
  }

  private TopLine line(Order.Row row) {
    return line(
        List.of(
            right(Integer.toString(row.pid()), PID),
            row.service(),
            row.program(),
            row.device(),
            right(busy(row.part()), BUSY),
            right(Figures.size(row.part().memoryBytes()), MEMORY)),
        Look.PLAIN,
        Look.BOLD);
  }

  /** Compute units at work are the best that is known where nobody accounts for time. */
  private static String busy(ProcessUse.Part part) {
    boolean counted = part.busyShare().asOptional().isPresent();
    return counted
        ? Figures.percent(part.busyShare())
        : part.occupancy().map(units -> units + " CU").orElse(Figures.UNKNOWN);
  }

  /** PID, service, program, accelerator, busy, memory; the narrow ones without the middle two. */
  private TopLine line(List<String> cells, Look look, Look service) {
    int room = view.columns() - PID - BUSY - MEMORY - GAPS;
    TopLine line = new TopLine().add(cells.get(0) + " ", look);
    if (view.columns() < NARROW) {
      String name = cells.get(1).isEmpty() ? cells.get(2) : cells.get(1);
      line.add(cell(name, room + 2) + " ", service);
    } else {
      int device = room * 2 / 5;
      int program = (room - device) * 2 / 5;
      line.add(cell(cells.get(1), room - device - program) + " ", service)
          .add(cell(cells.get(2), program) + " ", look)
          .add(cell(cells.get(3), device) + " ", look);
    }
    return line.add(cells.get(4) + " ", look).add(cells.get(5), look);
  }
}
