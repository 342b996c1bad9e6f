package dev.hearth.cli.report;

import dev.hearth.evidence.benchmark.Batch;
import dev.hearth.evidence.benchmark.Comparison;
import dev.hearth.evidence.benchmark.Side;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison as one page with charts, which needs nothing from elsewhere. */
public final class BenchHtml {
  private static final int WIDTH = 640;
  private static final int NAME = 110;
  private static final int FIGURE = 210;
  private static final int TOP = 8;
  private static final int BAR = 28;
  private static final int HEIGHT = 180;
  private static final int EDGE = 24;

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>{service}: accelerator and CPU</title>
      <style>
        :root { color-scheme: light dark; --fg: #1c1917; --bg: #fafaf9; --soft: #57534e; --line: #d6d3d1; --a: #b45309; --b: #0369a1; }
        @media (prefers-color-scheme: dark) { :root { --fg: #f5f5f4; --bg: #1c1917; --soft: #a8a29e; --line: #44403c; --a: #fbbf24; --b: #38bdf8; } }
        body { margin: 0 auto; padding: 1rem; max-width: 46rem; font: 16px/1.5 system-ui, sans-serif; color: var(--fg); background: var(--bg); }
        h1 { font-size: 1.3rem; } h2 { font-size: 1rem; }
        .soft { color: var(--soft); } code { overflow-wrap: anywhere; }
        svg { width: 100%; height: auto; } svg text { fill: var(--fg); font: 14px system-ui, sans-serif; }
        .a { fill: var(--a); stroke: var(--a); } .b { fill: var(--b); stroke: var(--b); } .line { fill: none; stroke-width: 2; }
        .axis { stroke: var(--line); }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
        th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
        th:first-child { text-align: left; }
        @media (max-width: 34rem) { svg text { font-size: 21px; } th { white-space: normal; } th, td { padding-right: .5rem; } }
      </style>
      </head>
      <body>
      <h1>{service}</h1>
      <p><strong>{sentence}</strong></p>
      """;

  private BenchHtml() {}

  /** The page. */
  public static String of(Comparison comparison) {
    StringBuilder page = new StringBuilder();
    page.append(
        HEAD.replace("{service}", escaped(comparison.service()))
            .replace("{sentence}", escaped(comparison.sentence())));
    heading(page, comparison.unit() + "s a second");
    page.append(bars(comparison));
    heading(page, "Turn by turn");
    page.append(turns(comparison));
    page.append(table(comparison));
    page.append(
        String.format(
            Locale.ROOT,
            "<p class=\"soft\">Medians, and the middle half in brackets, of %s each in the"
                + " order A B A B; no input twice. Times as fast, turn by turn: %s. %s. Measured %s.</p>%n",
            BenchText.turns(comparison),
            BenchText.spread(comparison.speedUp()),
            escaped(comparison.notes()),
            BenchText.when(comparison)));
    return page.append("</body>\n</html>\n").toString();
  }

  private static void heading(StringBuilder page, String text) {
    page.append("<h2>").append(escaped(text)).append("</h2>\n");
  }

  private static String bars(Comparison comparison) {
    double most = Math.max(comparison.running().rate().median(), comparison.twin().rate().median());
    StringBuilder svg = new StringBuilder(open(2 * BAR + EDGE, comparison.sentence()));
    bar(svg, comparison.running(), "a", 0, most);
    bar(svg, comparison.twin(), "b", BAR + EDGE / 2, most);
    return svg.append("</svg>\n").toString();
  }

  private static void bar(StringBuilder svg, Side side, String look, int top, double most) {
    double length = (WIDTH - NAME - FIGURE) * side.rate().median() / most;
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"0\" y=\"%d\">%s</text><rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\""
                + " height=\"%d\"/><text x=\"%.1f\" y=\"%d\">%s</text>%n",
            top + BAR - 9,
            escaped(side.name()),
            look,
            NAME,
            top,
            length,
            BAR,
            NAME + length + 8,
            top + BAR - 9,
            BenchText.spread(side.rate())));
  }

  private static String turns(Comparison comparison) {
    double most =
        Stream.of(comparison.running(), comparison.twin())
            .flatMap(side -> rates(side).stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    return open(HEIGHT, "Each turn's rate, of both")
        + String.format(
            Locale.ROOT,
            "<path class=\"axis line\" d=\"M%d 0V%dH%d\"/>%n",
            NAME,
            HEIGHT - EDGE,
            WIDTH)
        + String.format(
            Locale.ROOT,
            "<text x=\"0\" y=\"16\">%s</text><text x=\"0\" y=\"%d\">0</text>%n",
            BenchText.figure(most),
            HEIGHT - EDGE)
        + line(rates(comparison.running()), "a", most)
        + line(rates(comparison.twin()), "b", most)
        + "</svg>\n";
  }

  private static List<Double> rates(Side side) {
    return side.batches().stream().map(Batch::rate).toList();
  }

  private static String line(List<Double> rates, String look, double most) {
    double step = rates.size() < 2 ? 0 : (double) (WIDTH - NAME - 2 * EDGE) / (rates.size() - 1);
    StringBuilder drawn = new StringBuilder();
    StringBuilder path = new StringBuilder();
    for (int turn = 0; turn < rates.size(); turn++) {
      double x = NAME + EDGE + turn * step;
      double y = TOP + (HEIGHT - EDGE - TOP) * (1 - rates.get(turn) / most);
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", turn == 0 ? "M" : "L", x, y));
      drawn.append(
          String.format(
              Locale.ROOT, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>%n", look, x, y));
    }
    return "<path class=\"" + look + " line\" style=\"fill:none\" d=\"" + path + "\"/>\n" + drawn;
  }

  private static String table(Comparison comparison) {
    String rows =
        Stream.of(comparison.running(), comparison.twin())
            .map(side ->
                String.format(
                    Locale.ROOT,
                    "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td>"
                        + "</tr>",
                    escaped(side.name()),
                    BenchText.spread(side.rate()),
                    BenchText.spread(side.millis()),
                    BenchText.or(side.cpuPercent(), "%.0f %%"),
                    BenchText.or(side.watts(), "%.0f W")))
            .collect(Collectors.joining("\n"));
    return "<div class=\"scroll\"><table><tr><th scope=\"col\"></th><th scope=\"col\">"
        + escaped(comparison.unit())
        + "s a second</th><th scope=\"col\">ms a request</th><th scope=\"col\">CPU</th>"
        + "<th scope=\"col\">power</th></tr>\n"
        + rows
        + "\n</table></div>\n"
        + images(comparison);
  }

  private static String images(Comparison comparison) {
    return Stream.of(comparison.running(), comparison.twin())
        .flatMap(side ->
            side.image().stream()
                .map(image ->
                    "<p class=\"soft\">"
                        + escaped(side.name())
                        + ": <code>"
                        + escaped(image)
                        + "</code></p>\n"))
        .collect(Collectors.joining());
  }

  private static String open(int height, String title) {
    return String.format(
        Locale.ROOT,
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
        WIDTH,
        height,
        escaped(title));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
