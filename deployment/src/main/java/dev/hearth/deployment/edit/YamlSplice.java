package dev.hearth.deployment.edit;

import dev.hearth.deployment.compose.ComposeText;
import dev.hearth.deployment.compose.Yaml;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Changes one place of a compose file's text; all else stays as it was, to the byte. */
final class YamlSplice {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/][A-Za-z0-9/_.=@+%-]*(?::[A-Za-z0-9/_.=@+%-]+)*");
  private static final Pattern PLAIN_WITH_VARIABLES =
      Pattern.compile("[A-Za-z/$][A-Za-z0-9/_.=@+%${}?-]*(?::[A-Za-z0-9/_.=@+%${}?-]+)*");
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  private YamlSplice() {}

  /** A text as YAML, in a style where that can hold it. */
  static String written(String value, Yaml.Style style) {
    boolean plain =
        PLAIN.matcher(value).matches() && !WORDS.contains(value.toLowerCase(Locale.ROOT));
    boolean printable = value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    return switch (style) {
      case PLAIN, BLOCK -> plain ? value : doubled(value);
      case SINGLE -> printable ? "'" + value.replace("'", "''") + "'" : doubled(value);
      case DOUBLE -> doubled(value);
    };
  }

  private static String doubled(String value) {
    StringBuilder text = new StringBuilder("\"");
    value
        .chars()
        .forEach(c -> {
          switch (c) {
            case '"', '\\' -> text.append('\\').append((char) c);
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            case '\r' -> text.append("\\r");
            default -> {
              if (c < ' ' || (c >= 0x7f && c < 0xa0)) {
                text.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                text.append((char) c);
              }
            }
          }
        });
    return text.append('"').toString();
  }

  /** Another text in the place of one, written as that was. */
  static String replace(ComposeText file, Yaml.Scalar place, String value) {
    boolean asItWas =
        place.style() == Yaml.Style.PLAIN && PLAIN_WITH_VARIABLES.matcher(value).matches();
    return spliced(
        file, place.start(), place.end(), asItWas ? value : written(value, place.style()));
  }

  /** Without a member of a mapping. */
  static String remove(ComposeText file, Yaml.Members parent, Yaml.Member member) {
    int end = Math.max(file.contentEnd(member.value()), file.contentEnd(member.key()));
    if (!parent.flow()) {
      return withoutLines(file, member.key().start(), end);
    }
    int index = parent.members().indexOf(member);
    return index + 1 < parent.members().size()
        ? spliced(file, member.key().start(), parent.members().get(index + 1).key().start(), "")
        : spliced(
            file,
            index == 0
                ? member.key().start()
                : file.contentEnd(parent.members().get(index - 1).value()),
            end,
            "");
  }

  /** Without an item of a list. */
  static String remove(ComposeText file, Yaml.Items parent, int index) {
    Yaml item = parent.items().get(index);
    if (!parent.flow()) {
      return withoutLines(file, item.start(), file.contentEnd(item));
    }
    if (index + 1 < parent.items().size()) {
      return spliced(file, item.start(), parent.items().get(index + 1).start(), "");
    }
    int start = index == 0 ? item.start() : parent.items().get(index - 1).end();
    return spliced(file, start, item.end(), "");
  }

  private static String withoutLines(ComposeText file, int from, int to) {
    int start = file.lineStart(from);
    int end = file.lineEnd(to);
    boolean open = end == file.text().length() && !file.text().endsWith("\n") && start > 0;
    return spliced(file, open ? start - file.newline().length() : start, end, "");
  }

  /** With one more item, written as YAML already. */
  static String add(ComposeText file, Yaml.Items list, String item) {
    if (list.flow()) {
      int end = list.items().isEmpty() ? list.start() + 1 : list.items().getLast().end();
      return spliced(file, end, end, list.items().isEmpty() ? item : ", " + item);
    }
    Yaml last = list.items().getLast();
    int lineStart = file.lineStart(last.start());
    return line(file, file.contentEnd(last), file.text().substring(lineStart, last.start()) + item);
  }

  /** With one more member of a mapping: its lines, indented as if the mapping began at column 0. */
  static String add(
      ComposeText file, Yaml.Members parent, Optional<Yaml.Member> behind, List<String> lines) {
    Yaml.Member place = behind.orElseGet(parent.members()::getLast);
    int end = Math.max(file.contentEnd(place.value()), file.contentEnd(place.key()));
    if (parent.flow()) {
      return spliced(file, end, end, ", " + String.join(" ", lines));
    }
    String indent = " ".repeat(file.column(parent.members().getFirst().key().start()));
    return line(file, end, indent + String.join(file.newline() + indent, lines));
  }

  /** With lines below a key that has no value yet. */
  static String below(ComposeText file, Yaml.Member member, List<String> lines) {
    String indent = " ".repeat(file.column(member.key().start()));
    return line(file, member.key().end(), indent + String.join(file.newline() + indent, lines));
  }

  private static String line(ComposeText file, int behind, String line) {
    int place = file.lineEnd(behind);
    boolean open = place == file.text().length() && !file.text().endsWith("\n");
    return spliced(file, place, place, open ? file.newline() + line : line + file.newline());
  }

  private static String spliced(ComposeText file, int start, int end, String text) {
    return file.text().substring(0, start) + text + file.text().substring(end);
  }
}
