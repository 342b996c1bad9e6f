package dev.hearth.cli.top;

import static dev.hearth.cli.top.TopLine.cell;
import static dev.hearth.cli.top.TopLine.right;

import dev.hearth.cli.top.TopLine.Look;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.AcceleratorActivity;
import dev.hearth.machine.usage.AcceleratorActivity.Amount;
import java.util.ArrayList;
import java.util.List;

/** The accelerators: a table where there is room, two lines each, or one. */
final class AcceleratorLines {
  private static final int WIDE = 152;
  private static final int MIDDLE = 78;
  private static final int MORE_THAN_MEMORY = 60;
  private static final int PART_OF_SCREEN = 3;
  private static final int PERCENT = 5;
  private static final int POWER = 7;
  private static final int HEAT = 6;
  private static final int CLOCKS = 13;
  private static final int AMOUNT = 14;

  private final Labels labels;

  private AcceleratorLines(Labels labels) {
    this.labels = labels;
  }

  static List<TopLine> of(List<AcceleratorActivity> all, View view) {
    return new AcceleratorLines(Labels.of(all)).lines(all, view);
  }

  private List<TopLine> lines(List<AcceleratorActivity> all, View view) {
    List<TopLine> lines = new ArrayList<>();
    int room = Math.max(2, view.rows() / PART_OF_SCREEN);
    if (all.isEmpty()) {
      lines.add(new TopLine().add("No accelerator is found here.", Look.DIM));
    } else if (view.columns() >= WIDE) {
      lines.add(title());
      all.forEach(each -> lines.add(wide(each)));
    } else if (view.columns() >= MIDDLE && all.size() * 2 <= room) {
      all.forEach(each -> {
        lines.add(first(each, view.columns()));
        lines.add(second(each));
      });
    } else {
      all.forEach(each -> lines.add(single(each, view.columns())));
    }
    return cut(lines, Math.max(room, 2));
  }

  private static List<TopLine> cut(List<TopLine> lines, int room) {
    if (lines.size() <= room) {
      return lines;
    }
    List<TopLine> shown = new ArrayList<>(lines.subList(0, room - 1));
    shown.add(new TopLine().add("… and " + (lines.size() - room + 1) + " more", Look.DIM));
    return shown;
  }

  private String name(AcceleratorActivity activity) {
    return labels.of(activity.accelerator().id());
  }

  private static TopLine title() {
    return new TopLine()
        .add(cell("ACCELERATOR", 29) + cell("WHERE", 18), Look.DIM)
        .add(cell("BUSY", 21) + cell("DEDICATED", 27) + cell("SHARED", 26), Look.DIM)
        .add(right("POWER", POWER) + right("TEMP", HEAT + 1) + right("CLOCKS", CLOCKS), Look.DIM);
  }

  private TopLine wide(AcceleratorActivity each) {
    TopLine line =
        new TopLine()
            .add(cell(name(each), 28) + " ", Look.BOLD)
            .add(cell(each.accelerator().id(), 17) + " ");
    if (each.sleeps()) {
      return line.add("asleep", Look.DIM);
    }
    line.add(Figures.bar(each.busyShare(), 14), Look.GOOD)
        .add(right(Figures.percent(each.busyShare()), PERCENT + 1) + " ");
    memory(line, each.dedicated(), 10).add("  ");
    memory(line, each.shared(), 10);
    return sensors(line.add(" "), each);
  }

  private TopLine first(AcceleratorActivity each, int columns) {
    int sensors = 1 + POWER + 1 + HEAT + 1 + CLOCKS;
    TopLine line =
        new TopLine()
            .add(cell(name(each), columns - 16 - 1 - PERCENT - sensors - 1) + " ", Look.BOLD);
    if (each.sleeps()) {
      return line.add("asleep", Look.DIM);
    }
    line.add(Figures.bar(each.busyShare(), 16), Look.GOOD)
        .add(right(Figures.percent(each.busyShare()), PERCENT + 1));
    return sensors(line.add(" "), each);
  }

  private static TopLine sensors(TopLine line, AcceleratorActivity each) {
    return line.add(right(Figures.watts(each.watts()), POWER) + " ")
        .add(right(Figures.celsius(each.celsius()), HEAT) + " ")
        .add(right(Figures.clocks(each), CLOCKS));
  }

  private static TopLine second(AcceleratorActivity each) {
    TopLine line = new TopLine().add("  dedicated ", Look.DIM);
    memory(line, each.dedicated(), 12).add("  shared ", Look.DIM);
    return memory(line, each.shared(), 12);
  }

  private static TopLine memory(TopLine line, Amount amount, int bar) {
    Reading<Double> share = Figures.share(amount.used(), amount.total());
    return line.add(Figures.bar(share, bar), Figures.look(share))
        .add(" " + cell(Figures.amount(amount.used(), amount.total()), AMOUNT));
  }

  /** Of an integrated GPU's memories the sum says more than either. */
  private TopLine single(AcceleratorActivity each, int columns) {
    boolean more = columns >= MORE_THAN_MEMORY;
    int name = columns - PERCENT - 1 - AMOUNT - 2 - (more ? POWER + 1 + HEAT + 1 : 0);
    TopLine line = new TopLine().add(cell(name(each), name) + " ", Look.BOLD);
    if (each.sleeps()) {
      return line.add("asleep", Look.DIM);
    }
    line.add(right(Figures.percent(each.busyShare()), PERCENT) + " ", Look.GOOD)
        .add(
            cell(
                Figures.amount(
                    sum(each.dedicated().used(), each.shared().used()),
                    sum(each.dedicated().total(), each.shared().total())),
                AMOUNT));
    return more
        ? line.add(right(Figures.watts(each.watts()), POWER + 1))
            .add(right(Figures.celsius(each.celsius()), HEAT + 1))
        : line;
  }

  private static Reading<Long> sum(Reading<Long> first, Reading<Long> second) {
    return first.map(one -> one + second.orElse(0L)).or(() -> second);
  }
}
