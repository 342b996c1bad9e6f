package dev.hearth.deployment.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A unit's text, and where each setting is in it. Comments and order are part of the text. */
public final class UnitText {
  private final String text;
  private final List<Setting> settings;
  private final List<Section> sections;

  private UnitText(String text, List<Setting> settings, List<Section> sections) {
    this.text = text;
    this.settings = List.copyOf(settings);
    this.sections = List.copyOf(sections);
  }

  /**
   * One assignment.
   *
   * @param section in brackets; empty before the first
   * @param value lines joined, blanks around it gone
   * @param start where its first line begins
   * @param valueStart where the value begins
   * @param valueEnd behind the value
   * @param end where the line after it begins
   */
  public record Setting(
      String section, String key, String value, int start, int valueStart, int valueEnd, int end) {}

  private record Section(String name, int end) {}

  /** Reads any text: what is no assignment is passed over. */
  public static UnitText parse(String text) {
    List<Setting> settings = new ArrayList<>();
    List<Section> sections = new ArrayList<>();
    String section = "";
    int at = 0;
    while (at < text.length()) {
      int end = lineEnd(text, at);
      String line = text.substring(at, end).strip();
      if (line.startsWith("[") && line.endsWith("]")) {
        section = line.substring(1, line.length() - 1);
        sections.add(new Section(section, end));
      } else if (!line.isEmpty() && !comment(text, at)) {
        end = logicalEnd(text, at);
        setting(text, section, at, end).ifPresent(settings::add);
      }
      at = end;
    }
    return new UnitText(text, settings, sections);
  }

  private static Optional<Setting> setting(String text, String section, int start, int end) {
    int equals = text.indexOf('=', start);
    if (equals < 0 || equals >= end || text.substring(start, equals).isBlank()) {
      return Optional.empty();
    }
    int valueEnd = end;
    while (valueEnd > equals + 1 && text.charAt(valueEnd - 1) <= ' ') {
      valueEnd--;
    }
    int valueStart = equals + 1;
    while (valueStart < valueEnd
        && (text.charAt(valueStart) == ' ' || text.charAt(valueStart) == '\t')) {
      valueStart++;
    }
    return Optional.of(
        new Setting(
            section,
            text.substring(start, equals).strip(),
            joined(text.substring(valueStart, valueEnd)),
            start,
            valueStart,
            valueEnd,
            end));
  }

  /** A value over several lines as one: a backslash at the end becomes a blank. */
  private static String joined(String raw) {
    StringBuilder value = new StringBuilder();
    int at = 0;
    while (at < raw.length()) {
      int end = lineEnd(raw, at);
      if (at == 0 || !comment(raw, at)) {
        String line = raw.substring(at, end).stripTrailing();
        value.append(
            line.endsWith("\\") && end < raw.length()
                ? line.substring(0, line.length() - 1) + " "
                : line);
      }
      at = end;
    }
    return value.toString().strip();
  }

  public String text() {
    return text;
  }

  /** All assignments of a key in a section, in order, also those that are taken back later. */
  public List<Setting> all(String section, String key) {
    return settings.stream()
        .filter(each -> each.section().equals(section) && each.key().equals(key))
        .toList();
  }

  /** All assignments. */
  public List<Setting> settings() {
    return settings;
  }

  /** The last assignment of a key: it counts where there can be one only. */
  public Optional<Setting> last(String section, String key) {
    List<Setting> all = all(section, key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** Those of a key that can be repeated which count: an empty one takes back all before it. */
  public List<Setting> effective(String section, String key) {
    List<Setting> all = all(section, key);
    int from = 0;
    for (int i = 0; i < all.size(); i++) {
      from = all.get(i).value().isEmpty() ? i + 1 : from;
    }
    return all.subList(from, all.size());
  }

  /** Whether a key's earlier values, of this text and those before it, are taken back in it. */
  public boolean resets(String section, String key) {
    return all(section, key).stream().anyMatch(each -> each.value().isEmpty());
  }

  public boolean has(String section) {
    return sections.stream().anyMatch(each -> each.name().equals(section));
  }

  /** The text with a part replaced. */
  public String with(int start, int end, String replacement) {
    return text.substring(0, start) + replacement + text.substring(end);
  }

  /** The text with a line added behind a setting, or where there is none, at its section's head. */
  public String adding(String section, Optional<Setting> behind, String line) {
    int place =
        behind
            .map(Setting::end)
            .or(() ->
                sections.stream()
                    .filter(each -> each.name().equals(section))
                    .map(Section::end)
                    .findFirst())
            .orElse(text.length());
    boolean open = place > 0 && text.charAt(place - 1) != '\n';
    return open ? with(place, place, newline() + line) : with(place, place, line + newline());
  }

  /** The text without a setting's lines. */
  public String without(Setting setting) {
    int start = setting.start();
    boolean open = setting.end() == text.length() && !text.endsWith("\n");
    if (open && start > 0) {
      start -= text.startsWith("\r\n", start - 2) ? 2 : 1;
    }
    return with(start, setting.end(), "");
  }

  /** How lines end here. */
  public String newline() {
    int first = text.indexOf('\n');
    return first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
  }

  static int lineEnd(String text, int from) {
    int newline = text.indexOf('\n', from);
    return newline < 0 ? text.length() : newline + 1;
  }

  private static int logicalEnd(String text, int from) {
    int at = from;
    while (true) {
      int end = lineEnd(text, at);
      boolean goesOn =
          text.substring(at, end).stripTrailing().endsWith("\\")
              || (at > from && comment(text, at));
      if (!goesOn || end >= text.length()) {
        return end;
      }
      at = end;
    }
  }

  static boolean comment(String text, int lineStart) {
    int at = lineStart;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at < text.length() && (text.charAt(at) == '#' || text.charAt(at) == ';');
  }

  /** Behind the newline at a place, blanks before it allowed for; 0 where none is. */
  static int afterNewline(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) <= ' ' && text.charAt(at) != '\n') {
      at++;
    }
    return at < text.length() && text.charAt(at) == '\n' ? at + 1 : 0;
  }
}
