package dev.hearth.server;

import dev.hearth.inference.model.ModelName;
import dev.hearth.server.api.About;
import dev.hearth.server.api.Surroundings;
import dev.hearth.server.settings.HttpSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** A server on a free port of this machine, and clients for it. */
public final class Running implements AutoCloseable {
  public static final String BOUNDARY = "----formdata-undici-012345678901";
  public static final HttpSettings SETTINGS =
      new HttpSettings(
          "127.0.0.1",
          0,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          64L << 20,
          192L << 20,
          256,
          32,
          Duration.ofMillis(1500));

  public final ScriptedEngine engine = new ScriptedEngine();
  public final HearthServer server;
  public final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Running(HttpSettings settings, Surroundings surroundings) {
    About about =
        new About(
            "1.2.3",
            "1.29.0, built in",
            ModelName.of("ProsusAI/finbert"),
            ModelName.of("x/embedder"));
    server = HearthServer.start(settings, engine, about, surroundings);
  }

  public static Running start() {
    return start(SETTINGS);
  }

  public static Running start(HttpSettings settings) {
    return start(settings, Surroundings.none());
  }

  /** On a machine of which it is told something. */
  public static Running start(HttpSettings settings, Surroundings surroundings) {
    return new Running(settings, surroundings);
  }

  /** The settings with other limits. */
  public static HttpSettings limited(
      Duration keepAlive, Duration read, Duration request, long body, long buffered, int inFlight) {
    return new HttpSettings(
        "127.0.0.1",
        0,
        keepAlive,
        read,
        request,
        body,
        buffered,
        inFlight,
        3,
        Duration.ofMillis(700));
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  public HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  public HttpResponse<String> method(String method, String path) {
    return send(HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.noBody()).build());
  }

  public HttpResponse<String> postJson(String path, String body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /** POST /predict as Immich sends it. */
  public HttpResponse<String> predict(byte[] form) {
    return send(predictRequest(form));
  }

  public HttpRequest predictRequest(byte[] form) {
    return HttpRequest.newBuilder(uri("/predict"))
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(BodyPublishers.ofByteArray(form))
        .build();
  }

  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public Socket socket() throws IOException {
    Socket socket = new Socket();
    socket.connect(server.address());
    socket.setSoTimeout(15_000);
    return socket;
  }

  /** What the server sends to these bytes until it closes, or until nothing comes. */
  public String raw(String request) throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public static byte[] imageForm(String entries, byte[] image) {
    return form(text("entries", entries), file("image", image));
  }

  public static byte[] textForm(String entries, String text) {
    return form(text("entries", entries), text("text", text));
  }

  public static byte[] form(byte[]... parts) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(form::writeBytes);
    form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return form.toByteArray();
  }

  public static byte[] text(String name, String text) {
    return part(
        "Content-Disposition: form-data; name=\"" + name + "\"",
        text.getBytes(StandardCharsets.UTF_8));
  }

  public static byte[] file(String name, byte[] content) {
    return part(
        "Content-Disposition: form-data; name=\""
            + name
            + "\"; filename=\"blob\"\r\nContent-Type: application/octet-stream",
        content);
  }

  public static byte[] part(String headings, byte[] content) {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    part.writeBytes(
        ("--" + BOUNDARY + "\r\n" + headings + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    part.writeBytes(content);
    part.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    return part.toByteArray();
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
