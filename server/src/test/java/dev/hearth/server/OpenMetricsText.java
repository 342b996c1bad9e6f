package dev.hearth.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A strict reader of OpenMetrics 1.0 text, as far as counters, gauges, histograms and infos go.
 * Source: the specification, sections "Metric types" and "Text format".
 */
final class OpenMetricsText {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([-+]?[0-9.eE+-]+|\\+Inf|NaN)");
  private static final Pattern LABEL =
      Pattern.compile(
          "([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\"\\\\n])*)\"(?:,(?=[a-zA-Z_])|$)");
  private static final Map<String, List<String>> SUFFIXES =
      Map.of(
          "counter", List.of("_total"),
          "gauge", List.of(""),
          "info", List.of("_info"),
          "histogram", List.of("_bucket", "_count", "_sum"));

  /** All samples of one name. */
  record Family(String name, String type, String unit, String help, List<Sample> samples) {}

  /** One line. */
  record Sample(String name, Map<String, String> labels, double value) {}

  private final Map<String, Family> families = new LinkedHashMap<>();
  private final List<String> seen = new ArrayList<>();
  private String name = "";
  private String type = "";
  private String unit = "";
  private String help = "";
  private List<Sample> samples = new ArrayList<>();

  private OpenMetricsText() {}

  /** The families by name; an error where the text is not as the specification says. */
  static Map<String, Family> parse(String text) {
    require(text.endsWith("\n# EOF\n"), "no # EOF at the end");
    OpenMetricsText reader = new OpenMetricsText();
    for (String line : text.substring(0, text.length() - "# EOF\n".length()).split("\n", -1)) {
      if (!line.isEmpty()) {
        reader.line(line);
      }
    }
    reader.close();
    return reader.families;
  }

  private void line(String line) {
    if (line.startsWith("# ")) {
      String[] words = line.split(" ", 4);
      require(words.length == 4, line);
      switch (words[1]) {
        case "TYPE" -> begin(words[2], words[3]);
        case "UNIT" -> {
          require(words[2].equals(name) && name.endsWith("_" + words[3]), line);
          unit = words[3];
        }
        case "HELP" -> {
          require(words[2].equals(name) && samples.isEmpty() && help.isEmpty(), line);
          help = words[3];
        }
        default -> throw new AssertionError(line);
      }
    } else {
      sample(line);
    }
  }

  private void begin(String next, String kind) {
    close();
    require(NAME.matcher(next).matches() && !families.containsKey(next), "again: " + next);
    require(SUFFIXES.containsKey(kind), kind);
    name = next;
    type = kind;
    unit = "";
    help = "";
    samples = new ArrayList<>();
  }

  private void sample(String line) {
    Matcher match = SAMPLE.matcher(line);
    require(match.matches(), line);
    String sample = match.group(1);
    require(
        sample.startsWith(name)
            && SUFFIXES.getOrDefault(type, List.of()).contains(sample.substring(name.length())),
        line + " is not of " + name);
    require(!seen.contains(line.substring(0, line.lastIndexOf(' '))), "again: " + line);
    seen.add(line.substring(0, line.lastIndexOf(' ')));
    double value = Double.parseDouble(match.group(3).replace("+Inf", "Infinity"));
    require(!type.equals("counter") || value >= 0, line);
    samples.add(new Sample(sample, labels(match.group(2)), value));
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    if (text == null || text.isEmpty()) {
      return labels;
    }
    Matcher label = LABEL.matcher(text);
    int end = 0;
    while (label.find() && label.start() == end) {
      require(labels.put(label.group(1), label.group(2)) == null, "again: " + label.group(1));
      end = label.end();
    }
    require(end == text.length(), text);
    return labels;
  }

  private void close() {
    if (name.isEmpty()) {
      return;
    }
    require(!help.isEmpty(), name + " has no help");
    if (type.equals("histogram")) {
      histograms();
    }
    families.put(name, new Family(name, type, unit, help, List.copyOf(samples)));
  }

  /** Buckets rise, the last is +Inf and equals the count, and there is a sum. */
  private void histograms() {
    Map<Map<String, String>, List<Sample>> series = new LinkedHashMap<>();
    for (Sample sample : samples) {
      Map<String, String> without = new TreeMap<>(sample.labels());
      without.remove("le");
      series.computeIfAbsent(without, _ -> new ArrayList<>()).add(sample);
    }
    series.forEach((labels, all) -> {
      double bound = Double.NEGATIVE_INFINITY;
      double count = 0;
      for (Sample bucket : all.subList(0, all.size() - 2)) {
        String le = bucket.labels().getOrDefault("le", "");
        require(le.equals("+Inf") || le.contains("."), name + labels + " le " + le);
        double next = Double.parseDouble(le.replace("+Inf", "Infinity"));
        require(next > bound && bucket.value() >= count, name + labels + " falls at " + le);
        bound = next;
        count = bucket.value();
      }
      require(Double.isInfinite(bound), name + labels + " has no +Inf");
      require(all.get(all.size() - 2).name().equals(name + "_count"), name + " count");
      require(all.get(all.size() - 2).value() == count, name + labels + " count differs");
      require(all.getLast().name().equals(name + "_sum"), name + " sum");
    });
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("not OpenMetrics: " + what);
    }
  }
}
