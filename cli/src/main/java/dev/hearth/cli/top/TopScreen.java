package dev.hearth.cli.top;

import dev.hearth.cli.report.Paint;
import dev.hearth.cli.top.TopLine.Look;
import dev.hearth.machine.Reading;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The screen of a sample: as many lines as fit, the most wanted first. */
public final class TopScreen {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final int NARROW = 70;
  private static final int MOST_CORES = 64;
  private static final int LEAST_PROCESSES = 4;
  private static final int ROOMY = 20;

  private TopScreen() {}

  /** The lines, none wider than the view and no more than it has rows. */
  public static List<String> of(TopSample sample, View view, Paint paint) {
    List<TopLine> lines = view.help() ? help() : lines(sample, view);
    return lines.stream()
        .limit(view.rows())
        .map(line -> line.print(view.columns(), paint))
        .toList();
  }

  private static List<TopLine> lines(TopSample sample, View view) {
    boolean endless = view.rows() == View.ENDLESS;
    boolean roomy = view.rows() >= ROOMY;
    List<TopLine> lines = new ArrayList<>(head(sample, view));
    gap(lines, roomy);
    lines.addAll(AcceleratorLines.of(sample.accelerators(), view));
    gap(lines, roomy);
    ProcessLines processes = new ProcessLines(sample, view);
    List<TopLine> engine = EngineLines.of(sample.engine(), view);
    if (endless) {
      lines.addAll(processes.of(View.ENDLESS));
      gap(lines, !engine.isEmpty());
      lines.addAll(engine);
      return lines;
    }
    int rest = view.rows() - lines.size() - 1;
    int between = roomy && !engine.isEmpty() ? 1 : 0;
    int wanted = Math.min(processes.of(View.ENDLESS).size(), Math.max(LEAST_PROCESSES, rest / 2));
    int forEngine = Math.clamp(rest - wanted - between, 0, engine.size());
    lines.addAll(processes.of(Math.max(0, rest - forEngine - between)));
    while (lines.size() < view.rows() - 1 - forEngine) {
      lines.add(new TopLine());
    }
    lines.addAll(engine.subList(0, forEngine));
    if (lines.size() >= view.rows()) {
      lines.subList(Math.max(0, view.rows() - 1), lines.size()).clear();
    }
    lines.add(keys(view));
    return lines;
  }

  private static void gap(List<TopLine> lines, boolean wanted) {
    if (wanted) {
      lines.add(new TopLine());
    }
  }

  private static List<TopLine> head(TopSample sample, View view) {
    TopLine title = new TopLine().add("hearth top", Look.BOLD).add("  " + sample.at().format(TIME));
    String sorted = (view.paused() ? "paused  " : "") + "by " + view.order();
    title
        .to(view.columns() - sorted.length())
        .add(sorted, view.paused() ? Look.DOUBTFUL : Look.DIM);
    Reading<Double> memory = Figures.share(sample.memory().used(), sample.memory().total());
    String amount = Figures.amount(sample.memory().used(), sample.memory().total());
    Reading<Double> cpu = sample.processor().share();
    if (view.columns() < NARROW) {
      return List.of(title, new TopLine().add("CPU " + Figures.percent(cpu) + "  RAM " + amount));
    }
    int bars = 20 + (view.columns() - 80) / 4;
    TopLine load =
        new TopLine()
            .add("CPU ", Look.DIM)
            .add(Figures.bar(cpu, bars), Look.GOOD)
            .add(TopLine.right(Figures.percent(cpu), 6))
            .add("   RAM ", Look.DIM)
            .add(Figures.bar(memory, bars), Figures.look(memory))
            .add(" " + amount);
    List<Double> cores = sample.processor().cores();
    String levels = Figures.cores(cores);
    boolean fits = !cores.isEmpty() && cores.size() <= Math.min(MOST_CORES, view.columns() - 10);
    if (!fits) {
      return List.of(title, load);
    }
    // Beside it where there is room; a small screen has better use for a line.
    if (load.width() + 3 + levels.length() <= view.columns()) {
      return List.of(title, load.add("   " + levels, Look.GOOD));
    }
    return view.rows() >= ROOMY
        ? List.of(title, load, new TopLine().add("    ", Look.DIM).add(levels, Look.GOOD))
        : List.of(title, load);
  }

  private static TopLine keys(View view) {
    String keys = "q quit  s sort  b busy  m memory  n name  p pid  space pause  ? help";
    return new TopLine()
        .add(view.columns() < keys.length() ? "q quit  s sort  ? help" : keys, Look.DIM);
  }

  private static List<TopLine> help() {
    return List.of(
            "hearth top",
            "",
            "  q      quit; Ctrl-C too",
            "  s      sort by the next of busy, memory, name, pid",
            "  b m n  sort by busy, memory, name",
            "  p      sort by pid",
            "  space  stand still, and go on",
            "  ?      this, and back",
            "",
            "–      nobody tells it, or you may not see it",
            "CU     compute units at work, where no driver tells the time",
            "asleep the kernel put it to sleep, and it is not woken")
        .stream()
        .map(text -> new TopLine().add(text))
        .toList();
  }
}
