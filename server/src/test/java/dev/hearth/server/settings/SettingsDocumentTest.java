package dev.hearth.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/settings.md} and the code know the same settings. */
class SettingsDocumentTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("hearth.root", ".."), "docs", "settings.md");
  private static final Pattern VARIABLE =
      Pattern.compile(
          "`((?:MACHINE_LEARNING|IMMICH|HEARTH|HF|HUGGING_FACE|TRANSFORMERS)_[A-Z_0-9]+"
              + "|NO_COLOR|DEVICE|GUNICORN_CMD_ARGS)`");

  private static String document() throws IOException {
    return Files.readString(DOCUMENT);
  }

  @Test
  void everyKeyHasItsRow() throws IOException {
    String table =
        "| key | default | variables | what it does |\n| --- | --- | --- | --- |\n"
            + Keys.ALL.stream().map(SettingsDocumentTest::row).collect(Collectors.joining());
    assertContains(table);
  }

  @Test
  void everyVariableWithoutEffectHasItsReason() throws IOException {
    Map<String, String> sorted = new TreeMap<>(Ineffective.VARIABLES);
    String table =
        "| variable | why it has no effect |\n| --- | --- |\n"
            + sorted.entrySet().stream()
                .map(row -> "| `" + row.getKey() + "` | " + row.getValue() + " |\n")
                .collect(Collectors.joining());
    assertContains(table);
  }

  @Test
  void noVariableIsNamedThatTheCodeDoesNotKnow() throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher matcher = VARIABLE.matcher(document());
    while (matcher.find()) {
      named.add(matcher.group(1));
    }
    Set<String> known =
        Stream.concat(Variables.EFFECTIVE.stream(), Ineffective.VARIABLES.keySet().stream())
            .collect(Collectors.toSet());
    assertThat(named).isSubsetOf(known).hasSizeGreaterThan(40);
  }

  private static void assertContains(String table) throws IOException {
    assertThat(document())
        .as("docs/settings.md lacks a table; it must read:%n%s", table)
        .contains(table);
  }

  private static String row(Key key) {
    String variables =
        Stream.concat(key.variables().stream(), Stream.of(key.ownVariable()))
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    String fallback = key.fallback().isEmpty() ? "none" : "`" + key.fallback() + "`";
    return "| `%s` | %s | %s | %s |\n".formatted(key.name(), fallback, variables, key.what());
  }
}
