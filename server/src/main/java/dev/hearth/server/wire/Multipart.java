package dev.hearth.server.wire;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The parts of a {@code multipart/form-data} body (RFC 7578), as views of the body: nothing is
 * copied. Strict where a mistake could change the meaning: line ends are CRLF, every part has a
 * name, the closing boundary must be there.
 */
final class Multipart {
  /** Our form has three parts; clients may add some of their own. */
  private static final int MOST_PARTS = 64;

  private static final int LONGEST_HEADINGS = 8 * 1024;
  private static final int LONGEST_BOUNDARY = 200;

  /**
   * One part.
   *
   * @param name of the form field
   * @param filename present on file parts
   * @param content a view of the body
   */
  record Part(String name, Optional<String> filename, ByteBuffer content) {}

  private final ByteBuffer body;
  private final Boundary boundary;
  private final List<Part> parts = new ArrayList<>();

  private Multipart(ByteBuffer body, Boundary boundary) {
    this.body = body;
    this.boundary = boundary;
  }

  /**
   * Finds the parts.
   *
   * @param body from position to limit; both are left as they are
   * @param contentType the request's header
   * @throws ProblemException {@code BAD_INPUT} when the body is not what the header says
   */
  static List<Part> parse(ByteBuffer body, HeaderValue contentType) {
    String name = contentType.parameter("boundary").orElse("");
    if (name.isEmpty() || name.length() > LONGEST_BOUNDARY) {
      throw broken("the boundary is missing or too long");
    }
    ByteBuffer whole = body.slice();
    return new Multipart(whole, new Boundary(name)).parts();
  }

  private List<Part> parts() {
    int at = boundary.opening(body);
    if (at < 0) {
      throw broken("it does not begin with the boundary");
    }
    while (!closed(at)) {
      if (parts.size() == MOST_PARTS) {
        throw broken("it has more than " + MOST_PARTS + " parts");
      }
      at = part(endOfBoundaryLine(at));
    }
    return parts;
  }

  /** Whether {@code --} follows the boundary: the end of the form. */
  private boolean closed(int at) {
    return at + 2 <= body.limit() && body.get(at) == '-' && body.get(at + 1) == '-';
  }

  private int endOfBoundaryLine(int from) {
    int at = from;
    while (at < body.limit() && (body.get(at) == ' ' || body.get(at) == '\t')) {
      at++;
    }
    if (!isLineEnd(at)) {
      throw broken("a boundary is not followed by a line end");
    }
    return at + 2;
  }

  /** Reads one part and returns the place after the boundary that ends it. */
  private int part(int start) {
    int at = start;
    Optional<HeaderValue> disposition = Optional.empty();
    while (!isLineEnd(at)) {
      int end = endOfLine(at, start);
      String line = latin1(at, end);
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw broken("a heading of a part has no colon");
      }
      if (line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals("content-disposition")) {
        disposition = Optional.of(HeaderValue.parse(utf8(at + colon + 1, end)));
      }
      at = end + 2;
    }
    int content = at + 2;
    int end = boundary.find(body, content);
    if (end < 0) {
      throw broken("the closing boundary is missing");
    }
    parts.add(named(disposition, body.slice(content, end - content)));
    return end + boundary.length();
  }

  private static Part named(Optional<HeaderValue> disposition, ByteBuffer content) {
    HeaderValue value =
        disposition
            .filter(header -> header.value().equals("form-data"))
            .orElseThrow(() -> broken("a part has no Content-Disposition: form-data"));
    String name = value.parameter("name").orElseThrow(() -> broken("a part has no name"));
    return new Part(
        name, value.parameter("filename").or(() -> value.parameter("filename*")), content);
  }

  private boolean isLineEnd(int at) {
    return at + 2 <= body.limit() && body.get(at) == '\r' && body.get(at + 1) == '\n';
  }

  private int endOfLine(int from, int startOfHeadings) {
    int last = Math.min(body.limit() - 1, startOfHeadings + LONGEST_HEADINGS);
    for (int at = from; at < last; at++) {
      if (isLineEnd(at)) {
        return at;
      }
    }
    throw broken("the headings of a part do not end");
  }

  private String latin1(int from, int to) {
    return StandardCharsets.ISO_8859_1.decode(body.slice(from, to - from)).toString();
  }

  private String utf8(int from, int to) {
    return StandardCharsets.UTF_8.decode(body.slice(from, to - from)).toString();
  }

  private static ProblemException broken(String how) {
    return new ProblemException(
        Problem.Kind.BAD_INPUT,
        "There was an error parsing the body: " + how,
        "Send multipart/form-data with the parts entries and image or text.");
  }
}
