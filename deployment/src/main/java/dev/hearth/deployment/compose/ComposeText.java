package dev.hearth.deployment.compose;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A compose file's text, and what it says.
 *
 * @param path where it lies, for messages
 * @param root its mapping
 */
public record ComposeText(Path path, String text, Yaml.Members root) {
  private static final List<String> SERVICES = List.of("services");

  /**
   * Reads a file.
   *
   * @throws ProblemException where it is no single YAML document with a mapping
   */
  public static ComposeText parse(Path path, String text) {
    try {
      Yaml root = YamlParser.parse(text);
      if (root instanceof Yaml.Members members) {
        return new ComposeText(path, text, members);
      }
      throw bad(path, "it holds no mapping", "");
    } catch (MarkedYamlEngineException broken) {
      String place = broken.getProblemMark().map(mark -> "line " + (mark.getLine() + 1)).orElse("");
      throw bad(path, String.valueOf(broken.getProblem()), place);
    } catch (YamlEngineException broken) {
      throw bad(path, String.valueOf(broken.getMessage()), "");
    }
  }

  private static ProblemException bad(Path path, String why, String place) {
    return new ProblemException(
        new Problem(
            Problem.Kind.BAD_INPUT,
            path + " cannot be read as a compose file",
            place.isEmpty() ? why : place + ": " + why,
            "See `docker compose -f " + path + " config`, and repair it."));
  }

  /** The services by name. */
  public List<Yaml.Member> services() {
    return root.at(SERVICES).map(Yaml::members).orElse(List.of());
  }

  /** What is said of a service. */
  public Optional<Yaml> service(String name) {
    return root.at(SERVICES).flatMap(all -> all.at(name));
  }

  /** How lines end here. */
  public String newline() {
    int first = text.indexOf('\n');
    return first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
  }

  /** Where the line of a place begins. */
  public int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  /** Where the line after that of a place begins; the end of the text for the last. */
  public int lineEnd(int at) {
    int newline = text.indexOf('\n', at);
    return newline < 0 ? text.length() : newline + 1;
  }

  /** The column of a place, from 0. */
  public int column(int at) {
    return at - lineStart(at);
  }

  /** Behind the last character of a part, blank lines and comments after it left out. */
  public int contentEnd(Yaml part) {
    return switch (part) {
      case Yaml.Scalar scalar when scalar.style() == Yaml.Style.BLOCK -> trimmed(scalar);
      case Yaml.Items items when !items.flow() && !items.items().isEmpty() ->
          contentEnd(items.items().getLast());
      case Yaml.Members members when !members.flow() && !members.members().isEmpty() -> {
        Yaml.Member last = members.members().getLast();
        yield Math.max(contentEnd(last.key()), contentEnd(last.value()));
      }
      default -> part.end();
    };
  }

  private int trimmed(Yaml.Scalar scalar) {
    int end = scalar.end();
    while (end > scalar.start() && text.charAt(end - 1) <= ' ') {
      end--;
    }
    return end;
  }
}
