package dev.hearth.server.settings;

import dev.hearth.machine.Problem;
import dev.hearth.server.spelling.NearestName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads one YAML file into keys and values, each with its line. */
final class YamlKeys {
  /** Far above what a settings file holds. */
  private static final int LONGEST = 256 * 1024;

  private final String file;
  private final Consumer<Problem> problems;
  private final Map<String, Given> given = new HashMap<>();

  private YamlKeys(String file, Consumer<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  static Map<String, Given> read(SettingsSources.YamlFile file, Consumer<Problem> problems) {
    YamlKeys keys = new YamlKeys(file.name(), problems);
    keys.compose(file.text())
        .filter(root -> !isNull(root))
        .ifPresent(root -> keys.section(root, ""));
    return keys.given;
  }

  private Optional<Node> compose(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(LONGEST)
            .setAllowNonScalarKeys(true)
            .build();
    try {
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      bad(line(e.getProblemMark()), "cannot be read as YAML: " + e.getProblem(), "");
    } catch (YamlEngineException e) {
      bad("", "cannot be read as YAML: " + e.getMessage(), "");
    } catch (StackOverflowError e) {
      bad("", "cannot be read as YAML: it is nested too deeply", "");
    }
    return Optional.empty();
  }

  private void section(Node node, String prefix) {
    if (!(node instanceof MappingNode mapping)) {
      String what = prefix.isEmpty() ? "the file" : "'" + prefix + "'";
      bad(line(node), what + " must hold keys and values", "Write: key: value");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        entry(key, prefix.isEmpty() ? key.getValue() : prefix + "." + key.getValue(), tuple);
      } else {
        bad(line(tuple.getKeyNode()), "a key must be a word", "");
      }
    }
  }

  private void entry(ScalarNode keyNode, String name, NodeTuple tuple) {
    Node value = tuple.getValueNode();
    Key key = Keys.BY_NAME.get(name);
    if (key == null && isSection(name)) {
      if (!isNull(value)) {
        section(value, name);
      }
    } else if (key == null) {
      String nearest = NearestName.question(name, Keys.BY_NAME.keySet()).strip();
      bad(
          line(keyNode),
          "unknown key '" + shortened(name) + "'",
          nearest.isEmpty() ? "docs/settings.md lists all keys." : nearest);
    } else if (!isNull(value)) {
      value(key, value);
    }
  }

  private void value(Key key, Node node) {
    Optional<List<String>> values =
        switch (node) {
          case ScalarNode scalar ->
              Optional.of(Given.of(key, scalar.getValue(), line(node)).values());
          case SequenceNode list when key.form().many() -> texts(list);
          default -> Optional.empty();
        };
    if (values.isEmpty()) {
      bad(
          line(node),
          "'" + key.name() + "' must be " + (key.form().many() ? "a list of values" : "one value"),
          "");
    } else if (given.put(key.name(), new Given(values.get(), line(node))) != null) {
      bad(line(node), "'" + key.name() + "' is given twice", "Remove one of them.");
    }
  }

  private static Optional<List<String>> texts(SequenceNode list) {
    List<Node> nodes = list.getValue();
    if (!nodes.stream().allMatch(ScalarNode.class::isInstance)) {
      return Optional.empty();
    }
    return Optional.of(nodes.stream().map(node -> ((ScalarNode) node).getValue()).toList());
  }

  private static boolean isSection(String name) {
    return Keys.BY_NAME.keySet().stream().anyMatch(key -> key.startsWith(name + "."));
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static String shortened(String name) {
    return name.length() > 80 ? name.substring(0, 80) + "…" : name;
  }

  private String line(Node node) {
    return line(node.getStartMark());
  }

  private String line(Optional<Mark> mark) {
    return mark.map(at -> file + ":" + (at.getLine() + 1)).orElse(file);
  }

  private void bad(String where, String what, String remedy) {
    String place = Stream.of(where, file).filter(text -> !text.isEmpty()).findFirst().orElse("");
    problems.accept(Problem.of(Problem.Kind.BAD_SETTING, place + ": " + what, remedy));
  }
}
