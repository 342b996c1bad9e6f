package dev.hearth.testhost;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Posts a photo again and again as Immich does, and asks for a ping many times a second, until its
 * standard input ends; then says what became of them. Runs inside the test host: {@code
 * PostingClient PORT PHOTO}.
 */
final class PostingClient {
  private static final String FACES =
      "{\"facial-recognition\":{\"detection\":{\"modelName\":\"starter\"},"
          + "\"recognition\":{\"modelName\":\"starter\"}}}";
  private static final int PING_EVERY_MILLIS = 20;
  private static final int POST_EVERY_MILLIS = 150;
  private static final int PATIENCE_MILLIS = 300_000;
  private static final int PING_PATIENCE_MILLIS = 2_000;

  private final int port;
  private final byte[] post;
  private final AtomicBoolean going = new AtomicBoolean(true);
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicLong longestGap = new AtomicLong();

  private PostingClient(int port, byte[] post) {
    this.port = port;
    this.post = post;
  }

  /** What became of a request. */
  enum Fate {
    /** Nobody listened: the request was never taken. */
    REFUSED,
    /** Answered with 200. */
    ANSWERED,
    /** Told to come again. */
    BUSY,
    /** Taken, and no good answer came. */
    LOST
  }

  /** Runs until standard input ends. */
  public static void main(String[] arguments) throws Exception {
    byte[] photo = Files.readAllBytes(Path.of(arguments[1]));
    PostingClient client = new PostingClient(Integer.parseInt(arguments[0]), request(photo));
    Thread posting = Thread.ofPlatform().start(client::post);
    Thread pinging = Thread.ofPlatform().start(client::ping);
    while (System.in.read() >= 0) {
      // Only its end matters.
    }
    client.going.set(false);
    posting.join();
    pinging.join();
    System.out.println(
        "answered=%d refused=%d busy=%d lost=%d gap=%d"
            .formatted(
                client.answered.get(),
                client.refused.get(),
                client.busy.get(),
                client.lost.get(),
                client.longestGap.get()));
  }

  private void post() {
    while (going.get()) {
      switch (send(post, PATIENCE_MILLIS)) {
        case ANSWERED -> answered.incrementAndGet();
        case REFUSED -> refused.incrementAndGet();
        case BUSY -> busy.incrementAndGet();
        case LOST -> lost.incrementAndGet();
      }
      pause(POST_EVERY_MILLIS);
    }
  }

  private void ping() {
    byte[] ping = head("GET /ping", 0, "").getBytes(StandardCharsets.UTF_8);
    long well = System.nanoTime();
    while (going.get()) {
      if (send(ping, PING_PATIENCE_MILLIS) == Fate.ANSWERED) {
        long now = System.nanoTime();
        longestGap.accumulateAndGet((now - well) / 1_000_000, Math::max);
        well = now;
      }
      pause(PING_EVERY_MILLIS);
    }
  }

  private Fate send(byte[] request, int patience) {
    try (Socket socket = new Socket()) {
      try {
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PING_PATIENCE_MILLIS);
      } catch (ConnectException nobody) {
        return Fate.REFUSED;
      }
      socket.setSoTimeout(patience);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return fate(socket.getInputStream());
    } catch (IOException broken) {
      System.err.println("lost: " + broken);
      return Fate.LOST;
    }
  }

  private static Fate fate(InputStream in) throws IOException {
    String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    if (answer.startsWith("HTTP/1.1 200")) {
      return Fate.ANSWERED;
    }
    boolean again = answer.startsWith("HTTP/1.1 429") || answer.startsWith("HTTP/1.1 503");
    if (!again) {
      System.err.println("lost: " + answer.lines().findFirst().orElse("closed without an answer"));
    }
    return again ? Fate.BUSY : Fate.LOST;
  }

  private static byte[] request(byte[] photo) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(part("entries", "").getBytes(StandardCharsets.UTF_8));
    body.writeBytes((FACES + "\r\n").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(part("image", "; filename=\"blob\"").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(photo);
    body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        head("POST /predict", body.size(), "Content-Type: multipart/form-data; boundary=b\r\n")
            .getBytes(StandardCharsets.UTF_8));
    all.writeBytes(body.toByteArray());
    return all.toByteArray();
  }

  private static String part(String name, String more) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n";
  }

  private static String head(String line, int length, String more) {
    return line
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
        + length
        + "\r\n"
        + more
        + "\r\n";
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
