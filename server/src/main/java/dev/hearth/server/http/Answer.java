package dev.hearth.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * What an endpoint answers.
 *
 * @param body writes the body; what it throws becomes an error answer
 */
public record Answer(
    int status, String contentType, Consumer<OutputStream> body, List<Header> headers) {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  /** One header of the answer. */
  public record Header(String name, String value) {}

  public Answer {
    headers = List.copyOf(headers);
  }

  public static Answer json(Consumer<OutputStream> body) {
    return json(200, body);
  }

  public static Answer json(int status, Consumer<OutputStream> body, Header... headers) {
    return new Answer(status, JSON, body, List.of(headers));
  }

  public static Answer text(int status, String text, Header... headers) {
    return bytes(status, TEXT, text.getBytes(StandardCharsets.UTF_8), headers);
  }

  public static Answer bytes(int status, String contentType, byte[] body, Header... headers) {
    return new Answer(
        status,
        contentType,
        out -> {
          try {
            out.write(body);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        List.of(headers));
  }
}
