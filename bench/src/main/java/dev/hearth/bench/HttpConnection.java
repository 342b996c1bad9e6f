package dev.hearth.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * One client over HTTP/1.1, kept open between requests and opened again when the server closed it.
 * The client shares the processor with the server it measures, so it does as little as can be done:
 * one write of prepared bytes, then reads until the answer is whole.
 */
final class HttpConnection implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration READ_TIMEOUT = Duration.ofMinutes(2);
  private static final int BUFFER = 64 * 1024;
  private static final int LONGEST_LINE = 8 * 1024;

  private final InetSocketAddress address;
  private Optional<Open> open = Optional.empty();

  HttpConnection(InetSocketAddress address) {
    this.address = address;
  }

  /** A socket and what was read of it ahead. */
  private record Open(Socket socket, InputStream in) {
    static Open to(InetSocketAddress address) throws IOException {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(address, (int) CONNECT_TIMEOUT.toMillis());
        socket.setSoTimeout((int) READ_TIMEOUT.toMillis());
        return new Open(socket, new BufferedInputStream(socket.getInputStream(), BUFFER));
      } catch (IOException refused) {
        socket.close();
        throw refused;
      }
    }
  }

  /** The head of an answer, as far as it matters here. */
  private record Head(int status, long length, boolean chunked, boolean closes) {}

  /**
   * Sends one request and waits for its answer.
   *
   * @param request head and body as they go over the wire
   * @throws IOException when there is no server, or it broke off; the next call connects anew
   */
  HttpAnswer send(byte[] request) throws IOException {
    Open connection = open.isPresent() ? open.orElseThrow() : connect();
    boolean whole = false;
    try {
      connection.socket().getOutputStream().write(request);
      Head head = head(connection.in());
      byte[] body = body(connection.in(), head);
      whole = !head.closes();
      return new HttpAnswer(head.status(), body);
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  private Open connect() throws IOException {
    Open connection = Open.to(address);
    open = Optional.of(connection);
    return connection;
  }

  private static Head head(InputStream in) throws IOException {
    String first = line(in);
    String[] parts = first.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.")) {
      throw new IOException("not an HTTP answer: " + first);
    }
    int status = Integer.parseInt(parts[1]);
    long length = -1;
    boolean chunked = false;
    boolean closes = parts[0].equals("HTTP/1.0");
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
      switch (name) {
        case "content-length" -> length = Long.parseLong(value);
        case "transfer-encoding" -> chunked = value.contains("chunked");
        case "connection" -> closes = value.contains("close");
        default -> {}
      }
    }
    return new Head(status, length, chunked, closes || (length < 0 && !chunked));
  }

  private static byte[] body(InputStream in, Head head) throws IOException {
    if (head.chunked()) {
      return chunks(in);
    }
    return head.length() >= 0 ? exactly(in, head.length()) : in.readAllBytes();
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String line = line(in);
      int extension = line.indexOf(';');
      String digits = (extension < 0 ? line : line.substring(0, extension)).strip();
      int size = HexFormat.fromHexDigits(digits);
      body.writeBytes(exactly(in, size));
      // After the last chunk come trailers, which nobody wants, and an empty line.
      String rest = line(in);
      while (size == 0 && !rest.isEmpty()) {
        rest = line(in);
      }
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private static byte[] exactly(InputStream in, long length) throws IOException {
    byte[] bytes = in.readNBytes(Math.toIntExact(length));
    if (bytes.length < length) {
      throw new EOFException(
          String.format(Locale.ROOT, "the answer ends after %d of %d bytes", bytes.length, length));
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (line.size() == LONGEST_LINE) {
        throw new IOException("a line of the answer's head has no end");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      open.orElseThrow().socket().close();
      open = Optional.empty();
    }
  }
}
