package dev.hearth.deployment.manager;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One question to an engine over its unix socket, answered in lines while it works. The JDK's
 * client speaks no unix sockets; this speaks the little HTTP that is needed.
 */
final class EngineSocket {
  private static final int LONGEST_LINE = 1 << 20;

  private final Path socket;
  private final Duration silence;

  /**
   * An engine.
   *
   * @param silence after which it is given up
   */
  EngineSocket(Path socket, Duration silence) {
    this.socket = socket;
    this.silence = silence;
  }

  /**
   * Posts an empty body.
   *
   * @param lines of the answer's body, each as soon as it is there
   * @return the answer's status
   */
  int post(String target, Consumer<String> lines) throws IOException {
    AtomicLong heard = new AtomicLong(System.nanoTime());
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      Thread watch = Thread.ofVirtual().start(() -> closeWhenSilent(channel, heard));
      try {
        write(
            channel,
            "POST "
                + target
                + " HTTP/1.1\r\nHost: engine\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return answer(new BufferedInputStream(Channels.newInputStream(channel)), heard, lines);
      } finally {
        watch.interrupt();
      }
    }
  }

  private void closeWhenSilent(SocketChannel channel, AtomicLong heard) {
    try {
      while (channel.isOpen()) {
        Thread.sleep(Math.clamp(silence.toMillis() / 10, 10, 1000));
        if (System.nanoTime() - heard.get() > silence.toNanos()) {
          channel.close();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      // It is closed as well as it can be.
    }
  }

  private static void write(SocketChannel channel, String request) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static int answer(InputStream in, AtomicLong heard, Consumer<String> lines)
      throws IOException {
    int status = status(line(in));
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase(Locale.ROOT);
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    heard.set(System.nanoTime());
    Body body = new Body(in, chunked, heard);
    for (String line = body.line(); !line.isEmpty() || !body.ended(); line = body.line()) {
      if (!line.isBlank()) {
        lines.accept(line.strip());
      }
    }
    return status;
  }

  private static int status(String line) throws IOException {
    String[] words = line.split(" ", 3);
    try {
      return Integer.parseInt(words.length > 1 && words[0].startsWith("HTTP/") ? words[1] : "");
    } catch (NumberFormatException malformed) {
      throw new IOException("the engine does not speak HTTP: " + line, malformed);
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the engine hung up");
      }
      if (line.size() > LONGEST_LINE) {
        throw new IOException("the engine's answer is no text");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  /** The bytes of an answer, out of their chunks. */
  private static final class Body {
    private final InputStream in;
    private final boolean chunked;
    private final AtomicLong heard;
    private long left;
    private boolean begun;
    private boolean ended;

    Body(InputStream in, boolean chunked, AtomicLong heard) {
      this.in = in;
      this.chunked = chunked;
      this.heard = heard;
      this.left = chunked ? 0 : Long.MAX_VALUE;
    }

    boolean ended() {
      return ended;
    }

    String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = next(); next >= 0 && next != '\n'; next = next()) {
        if (line.size() < LONGEST_LINE) {
          line.write(next);
        }
      }
      return line.toString(StandardCharsets.UTF_8);
    }

    private int next() throws IOException {
      if (!ended && chunked && left == 0) {
        nextChunk();
      }
      int next = ended ? -1 : in.read();
      if (next < 0) {
        if (chunked && !ended) {
          throw new EOFException("the engine hung up");
        }
        ended = true;
        return -1;
      }
      left--;
      heard.set(System.nanoTime());
      return next;
    }

    private void nextChunk() throws IOException {
      if (begun) {
        EngineSocket.line(in);
      }
      begun = true;
      String size = EngineSocket.line(in);
      try {
        left = Long.parseLong(size.split(";", 2)[0].strip(), 16);
      } catch (NumberFormatException malformed) {
        throw new IOException("the engine's answer is broken: " + size, malformed);
      }
      ended = left <= 0;
    }
  }
}
