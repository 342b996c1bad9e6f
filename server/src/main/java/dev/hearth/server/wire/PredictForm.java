package dev.hearth.server.wire;

import dev.hearth.inference.engine.Input;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The form of {@code POST /predict}: what is asked, and the photo or the text it is asked about. An
 * empty field counts as absent, and of several fields of one name the last counts, as in the
 * reference service.
 */
public final class PredictForm {
  /** The reference service's limit for parts that are not files. */
  private static final int LONGEST_TEXT = 1 << 20;

  private final Map<String, ByteBuffer> fields = new HashMap<>();

  private PredictForm() {}

  /**
   * Reads the body.
   *
   * @param body the photo in the result is a view of it
   */
  public static PredictForm parse(ByteBuffer body, String contentType) {
    HeaderValue type = HeaderValue.parse(contentType);
    PredictForm form = new PredictForm();
    switch (type.value()) {
      case "multipart/form-data" -> Multipart.parse(body, type).forEach(form::add);
      case "application/x-www-form-urlencoded" -> form.addEncoded(body);
      default -> {
        // The reference service sees no form then: the check for entries answers.
      }
    }
    return form;
  }

  /** The JSON document that says what is asked; empty when there is none. */
  public Optional<String> entries() {
    return text("entries");
  }

  /**
   * The photo, or the text where no photo was sent.
   *
   * @throws ProblemException {@code BAD_INPUT} when there is neither
   */
  public Input input() {
    ByteBuffer image = fields.get("image");
    if (image != null) {
      return new Input.Photo(image);
    }
    return text("text")
        .<Input>map(Input.Query::new)
        .orElseThrow(() ->
            new ProblemException(
                Problem.Kind.BAD_INPUT, "Either image or text must be provided", ""));
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(fields.get(name))
        .map(bytes -> StandardCharsets.UTF_8.decode(bytes.duplicate()).toString());
  }

  private void add(Multipart.Part part) {
    boolean photo = part.name().equals("image") && part.filename().isPresent();
    if (!photo && part.content().remaining() > LONGEST_TEXT) {
      throw new ProblemException(
          Problem.Kind.BAD_INPUT, "Part exceeded maximum size of 1024KB.", "");
    }
    put(part.name(), part.content(), part.filename().filter(name -> !name.isEmpty()).isPresent());
  }

  private void addEncoded(ByteBuffer body) {
    if (body.remaining() > 4 * LONGEST_TEXT) {
      throw new ProblemException(
          Problem.Kind.BAD_INPUT, "The form is too long", "Send multipart/form-data.");
    }
    String text = StandardCharsets.ISO_8859_1.decode(body.duplicate()).toString();
    for (String field : text.split("&", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        String value = decoded(field.substring(equals + 1));
        put(
            decoded(field.substring(0, equals)),
            ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)),
            false);
      }
    }
  }

  private void put(String name, ByteBuffer content, boolean file) {
    if (content.hasRemaining() || file) {
      fields.put(name, content);
    } else {
      fields.remove(name);
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          new Problem(Problem.Kind.BAD_INPUT, "The form is not URL-encoded", "", ""), e);
    }
  }
}
