package dev.hearth.inference.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A hub on 127.0.0.1 that can be told to misbehave. */
final class FakeHub implements AutoCloseable {
  static final String COMMIT = "c".repeat(40);
  private static final int LFS = 1000;

  private final HttpServer server;
  private final Map<String, Map<String, byte[]>> repositories = new TreeMap<>();
  private final Map<String, Queue<Misdeed>> misdeeds = new ConcurrentHashMap<>();
  private final List<Asked> requests = new CopyOnWriteArrayList<>();
  private boolean tellsSums = true;

  /** One request as it came. */
  record Asked(String path, Optional<String> range, Optional<String> authorization) {}

  /** What to do instead of answering well, once. */
  sealed interface Misdeed {}

  record Status(int code, String retryAfter) implements Misdeed {}

  record CutAfter(int bytes) implements Misdeed {}

  record StallAfter(int bytes, long millis) implements Misdeed {}

  static final class Send implements Misdeed {
    private final byte[] other;

    Send(byte[] other) {
      this.other = other;
    }
  }

  record RedirectTo(URI address) implements Misdeed {}

  record WholeDespiteRange() implements Misdeed {}

  FakeHub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  FakeHub holds(String repository, String file, byte[] content) {
    repositories.computeIfAbsent(repository, _ -> new TreeMap<>()).put(file, content);
    return this;
  }

  /** Lists names only, as some mirrors do; checksums then come with the file. */
  void listsNamesOnly() {
    tellsSums = false;
  }

  /** The next requests whose path ends so are answered in these ways, then well again. */
  void misbehaves(String pathEnd, Misdeed... each) {
    misdeeds.computeIfAbsent(pathEnd, _ -> new ConcurrentLinkedQueue<>()).addAll(List.of(each));
  }

  List<Asked> requests() {
    return requests;
  }

  /** Requests for files, not for listings. */
  List<Asked> downloads() {
    return requests.stream().filter(asked -> asked.path().contains("/resolve/")).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Optional<String> range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"));
    requests.add(
        new Asked(
            path,
            range,
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
    Optional<Misdeed> misdeed =
        misdeeds.entrySet().stream()
            .filter(entry -> path.endsWith(entry.getKey()))
            .flatMap(entry -> Optional.ofNullable(entry.getValue().poll()).stream())
            .findFirst();
    try (exchange) {
      if (misdeed.isPresent() && misdeed.get() instanceof Status(int code, String retryAfter)) {
        if (!retryAfter.isEmpty()) {
          exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        exchange.sendResponseHeaders(code, -1);
      } else if (misdeed.isPresent() && misdeed.get() instanceof RedirectTo(URI address)) {
        exchange.getResponseHeaders().set("Location", address + path);
        exchange.sendResponseHeaders(302, -1);
      } else if (path.startsWith("/api/models/")) {
        listing(exchange, path);
      } else {
        file(exchange, path, range, misdeed);
      }
    }
  }

  private void listing(HttpExchange exchange, String path) throws IOException {
    String repository = path.substring("/api/models/".length(), path.indexOf("/revision/"));
    Map<String, byte[]> files = repositories.get(repository);
    if (files == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    List<String> siblings =
        files.entrySet().stream().map(file -> sibling(file.getKey(), file.getValue())).toList();
    byte[] json =
        ("{\"id\":\"" + repository + "\",\"sha\":\"" + COMMIT + "\",\"siblings\":" + siblings + "}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, json.length);
    exchange.getResponseBody().write(json);
  }

  private String sibling(String name, byte[] content) {
    if (!tellsSums) {
      return "{\"rfilename\":\"" + name + "\"}";
    }
    String lfs =
        content.length < LFS
            ? ""
            : ",\"lfs\":{\"sha256\":\"%s\",\"size\":%d,\"pointerSize\":134}"
                .formatted(sum("SHA-256", content), content.length);
    return "{\"rfilename\":\"%s\",\"size\":%d,\"blobId\":\"%s\"%s}"
        .formatted(name, content.length, blob(content), lfs);
  }

  private void file(
      HttpExchange exchange, String path, Optional<String> range, Optional<Misdeed> misdeed)
      throws IOException {
    int resolve = path.indexOf("/resolve/");
    String name = path.substring(path.indexOf('/', resolve + "/resolve/".length()) + 1);
    byte[] stored = repositories.getOrDefault(path.substring(1, resolve), Map.of()).get(name);
    if (stored == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    byte[] content =
        misdeed.isPresent() && misdeed.get() instanceof Send send ? send.other : stored;
    int from = 0;
    if (range.isPresent() && misdeed.filter(WholeDespiteRange.class::isInstance).isEmpty()) {
      from = Integer.parseInt(range.get().replaceAll("[^0-9]", ""));
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.getResponseHeaders().set("X-Linked-Size", "" + stored.length);
    exchange
        .getResponseHeaders()
        .set("ETag", '"' + (stored.length < LFS ? blob(stored) : sum("SHA-256", stored)) + '"');
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    send(exchange, Arrays.copyOfRange(content, from, content.length), misdeed);
  }

  private static void send(HttpExchange exchange, byte[] body, Optional<Misdeed> misdeed)
      throws IOException {
    OutputStream out = exchange.getResponseBody();
    if (misdeed.isPresent() && misdeed.get() instanceof CutAfter(int bytes)) {
      out.write(body, 0, bytes);
      out.flush();
    } else if (misdeed.isPresent() && misdeed.get() instanceof StallAfter(int bytes, long millis)) {
      out.write(body, 0, bytes);
      out.flush();
      try {
        Thread.sleep(millis);
        out.write(body, bytes, body.length - bytes);
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    } else {
      out.write(body);
    }
  }

  static String sum(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static String blob(byte[] content) {
    byte[] header = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(header, header.length + content.length);
    System.arraycopy(content, 0, all, header.length, content.length);
    return sum("SHA-1", all);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
