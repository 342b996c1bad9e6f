package dev.hearth.planning.data;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where something stands in a YAML file.
 *
 * @param file its name
 * @param mark the line
 * @param path the keys that lead there, as {@code services[1]: backends}; empty at the root
 */
record Place(String file, Optional<Mark> mark, String path) {

  /** Reads a text into nodes, each with its line. */
  static Node compose(String name, String text) {
    try {
      return new Compose(LoadSettings.builder().setLabel(name).setAllowNonScalarKeys(true).build())
          .composeString(text)
          .orElseThrow(() -> new DataException(name + " is empty"));
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      throw new DataException(name + line + ": cannot be read as YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new DataException(name + ": cannot be read as YAML: " + e.getMessage());
    } catch (StackOverflowError _) {
      throw new DataException(name + ": cannot be read as YAML: it is nested too deeply");
    }
  }

  /** The same path, at another line. */
  Place at(Node node) {
    return new Place(file, node.getStartMark().or(() -> mark), path);
  }

  Place inside(String key, Node node) {
    return new Place(
        file, node.getStartMark().or(() -> mark), path.isEmpty() ? key : path + ": " + key);
  }

  String line() {
    return mark.map(at -> String.valueOf(at.getLine() + 1)).orElse("?");
  }

  DataException wrong(String what) {
    return new DataException(
        file + ":" + line() + ": " + (path.isEmpty() ? "" : path + ": ") + what);
  }
}
