package dev.hearth.inference.tokens;

import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.runtime.TensorInfo;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.inference.tensor.Workspace;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts side by side, each padded on the right to the same width: the inputs of one run.
 *
 * @param texts one row each
 * @param width tokens a row, at least the longest text's
 * @param padding the id of the token that fills a row
 */
public record TokenBatch(List<Encoding> texts, int width, long padding) {

  /** What a text model may ask for. */
  private enum Role {
    IDS,
    MASK,
    TYPES,
    POSITIONS
  }

  public TokenBatch {
    texts = List.copyOf(texts);
  }

  /**
   * The tensors that a model asks for by name, in the integer type it asks for.
   *
   * @throws ProblemException {@code UNAVAILABLE} when it asks for something else
   */
  public Map<String, Tensor> inputs(Signature signature, Workspace workspace) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    boolean alone = signature.inputs().size() == 1;
    for (TensorInfo input : signature.inputs()) {
      inputs.put(input.name(), fill(input, alone ? Role.IDS : role(input.name()), workspace));
    }
    return inputs;
  }

  /** What {@link #inputs} gives for so many texts of such a width. */
  public static Map<String, Shape> shapes(Signature signature, int texts, int width) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (TensorInfo input : signature.inputs()) {
      shapes.put(input.name(), input.sized(texts, width));
    }
    return Collections.unmodifiableMap(shapes);
  }

  private static Role role(String name) {
    return switch (name) {
      case "input_ids", "text", "input", "tokens" -> Role.IDS;
      case "attention_mask", "input_mask" -> Role.MASK;
      case "token_type_ids", "segment_ids" -> Role.TYPES;
      case "position_ids" -> Role.POSITIONS;
      default -> throw strange(name);
    };
  }

  private Tensor fill(TensorInfo input, Role role, Workspace workspace) {
    Shape shape = Shape.of(texts.size(), width);
    return switch (input.type()) {
      case INT32 -> {
        Tensor.Ints tensor = workspace.ints(shape);
        for (int i = 0; i < shape.elements(); i++) {
          tensor.data().put(i, (int) value(role, i));
        }
        yield tensor;
      }
      case INT64 -> {
        Tensor.Longs tensor = workspace.longs(shape);
        for (int i = 0; i < shape.elements(); i++) {
          tensor.data().put(i, value(role, i));
        }
        yield tensor;
      }
      case FLOAT, UINT8, OTHER -> throw strange(input.name() + " of type " + input.type());
    };
  }

  private long value(Role role, int place) {
    Encoding text = texts.get(place / width);
    int column = place % width;
    boolean present = column < text.length();
    return switch (role) {
      case IDS -> present ? text.id(column) : padding;
      case MASK -> present ? 1 : 0;
      case TYPES -> present ? text.type(column) : 0;
      case POSITIONS -> column;
    };
  }

  private static ProblemException strange(String input) {
    return new ProblemException(
        Problem.Kind.UNAVAILABLE,
        "The model asks for an input that the engine cannot fill: " + input,
        "Export it with input_ids, attention_mask and token_type_ids.");
  }
}
