package dev.hearth.bench.lab;

import dev.hearth.bench.lab.Line.Cell;
import dev.hearth.bench.lab.Line.Compared;
import dev.hearth.bench.lab.Line.Computer;
import dev.hearth.bench.lab.Line.Opened;
import dev.hearth.bench.lab.Line.Skipped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A report for people. */
final class Markdown {
  private final Report report;
  private final StringBuilder text = new StringBuilder();

  Markdown(Report report) {
    this.report = report;
  }

  String text() {
    line("# Hearth on a GPU: " + String.join(", ", cards()));
    line("");
    machine();
    aims();
    measured();
    opened();
    proven();
    compared();
    skipped();
    method();
    block("hearth detect", report.machine().detectedText());
    block("hearth doctor", report.machine().doctor());
    return text.toString();
  }

  private List<String> cards() {
    List<String> cards =
        report.devices().stream()
            .filter(each -> !each.device().equals("cpu"))
            .map(each -> each.name() + " (" + each.device() + ")")
            .distinct()
            .toList();
    return cards.isEmpty() ? List.of("none was reached") : cards;
  }

  private void machine() {
    if (!report.finished()) {
      line("**The run is not finished: these are the results so far.**");
      line("");
    }
    if (report.devices().stream().anyMatch(Computer::software)) {
      line(
          "**The processor plays the device: its figures say nothing of a GPU, only parity counts.**");
      line("");
    }
    row("", "");
    row("---", "---");
    row("date", report.date());
    row("commit", report.pack().getOrDefault("commit", "unknown"));
    row("system", report.machine().system() + ", kernel " + report.machine().kernel());
    row("processor", report.machine().processor() + ", " + report.machine().cores() + " cores");
    for (Computer computer : report.devices()) {
      row(
          computer.device(),
          computer.name()
              + computer.pciAddress().map(address -> " at " + address).orElse("")
              + computer.driver().map(driver -> ", driver " + driver).orElse("")
              + ", "
              + computer.runtime());
    }
    row("time given", Figure.of(report.minutes()) + " minutes");
  }

  private void aims() {
    heading("Aims");
    row("device", "aim", "wanted", "seen", "");
    row("---", "---", "---", "---", "---");
    for (Aim aim : Aim.of(report)) {
      String verdict = aim.verdict().label();
      boolean bold = aim.verdict() == Aim.Verdict.MISSED;
      row(
          aim.device(),
          aim.what(),
          aim.wanted(),
          aim.seen(),
          bold ? "**" + verdict + "**" : verdict);
    }
    if (report.devices().stream().allMatch(each -> each.device().equals("cpu"))) {
      row("", "no device beside the processor was reached", "", "", "not measured");
    }
  }

  private void measured() {
    heading("Measured");
    line(
        "`direct`: runs of n rows, one after the other. `queue`: n callers at the model's queue, one");
    line("row each. `engine`: n photos at once, from the file's bytes to the answer.");
    line("");
    row(
        "model",
        "device",
        "way",
        "n",
        "a second",
        "p50 ms",
        "p95 ms",
        "first ms",
        "busy",
        "device");
    row("---", "---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
    for (Cell cell : report.cells()) {
      row(
          cell.model(),
          cell.device(),
          cell.way().label(),
          Integer.toString(cell.n()),
          Figure.of(cell.perSecond()),
          Figure.of(cell.p50Millis()),
          Figure.of(cell.p95Millis()),
          Figure.of(cell.firstRunMillis()),
          Figure.percent(cell.busy()),
          Figure.percent(cell.utilization()));
    }
  }

  private void opened() {
    heading("Loading");
    row(
        "model",
        "device",
        "open ms",
        "first run ms",
        "warm ms",
        "nodes on it",
        "MiB before",
        "loaded",
        "unloaded",
        "by");
    row("---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---");
    for (Opened each : report.opened()) {
      int nodes = each.nodesOnDevice() + each.nodesOnCpu();
      row(
          each.model(),
          each.device(),
          Figure.of(each.openMillis()),
          Figure.of(each.firstRunMillis()),
          Figure.of(each.warmRunMillis()),
          nodes == 0 ? "not told" : each.nodesOnDevice() + " of " + nodes,
          Figure.mebibytes(each.memoryBefore()),
          Figure.mebibytes(each.memoryLoaded()),
          Figure.mebibytes(each.memoryUnloaded()),
          each.meter());
    }
  }

  private void proven() {
    if (report.proven().isEmpty()) {
      return;
    }
    heading("What the engine saw when it took a model onto the device");
    row(
        "model",
        "device",
        "nodes there",
        "of the time",
        "cosine",
        "ms there",
        "ms on the processor");
    row("---", "---", "---:", "---:", "---:", "---:", "---:");
    for (Line.Proven each : report.proven()) {
      row(
          each.model(),
          each.device(),
          each.nodesOnDevice() + " of " + (each.nodesOnDevice() + each.nodesOnCpu()),
          Figure.percent(each.timeShare()),
          Figure.cosine(Optional.of(each.cosine())),
          Figure.of(each.onDeviceMillis()),
          Figure.of(each.onCpuMillis()));
    }
  }

  private void compared() {
    heading("Beside the processor's answers");
    row("model", "device", "what", "cosine", "px", "texts", "", "");
    row("---", "---", "---", "---:", "---:", "---", "---", "---");
    for (Compared each : report.compared()) {
      row(
          each.model(),
          each.device(),
          each.what(),
          Figure.cosine(each.cosine()),
          Figure.of(each.pixels()),
          each.textsEqual().map(equal -> equal ? "equal" : "**differ**").orElse(""),
          each.holds() ? "holds" : "**does not hold**",
          each.note());
    }
  }

  private void skipped() {
    if (report.skipped().isEmpty()) {
      return;
    }
    heading("Not measured");
    row("model", "device", "what", "why");
    row("---", "---", "---", "---");
    for (Skipped each : report.skipped()) {
      row(each.model(), each.device(), each.what(), each.reason());
    }
  }

  private void method() {
    heading("Method");
    String text =
        """
        `gpu-lab run`, each model and device in a process of its own, one after the other, nothing
        else started. Every figure is the median of up to %d repeats that share the time of their
        cell; what would take more than twice its time is left out and listed. The processor computes
        by the same runtime library: with all cores within an operator in `direct`, with two threads
        an operator and as many runs at once as there are cores in `queue` and `engine`, as the server
        does. Devices run one at a time. Inputs of `direct` and `queue` are random and lie ready. The
        visual encoder has the size of ViT-B/32 and random weights, written on the machine. `first ms` is
        the first time with this n, of `engine` loading, comparing and warming up too. `busy` is the
        time that the model's owner spent in runs, `device` what the device's own meter says.
        """;
    line(text.replace("%d", Integer.toString(Repeats.WANTED)).strip());
  }

  private void block(String title, String content) {
    heading(title);
    line("```");
    line(content.strip());
    line("```");
  }

  private void heading(String title) {
    line("");
    line("## " + title);
    line("");
  }

  private void row(String... cells) {
    line(
        Arrays.stream(cells)
            .map(cell -> cell.replace("|", "\\|").replace('\n', ' '))
            .collect(Collectors.joining(" | ", "| ", " |")));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
