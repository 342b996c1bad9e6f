package dev.hearth.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A headless Chromium, driven by the DevTools protocol. Source of the protocol:
 * chromedevtools.github.io/devtools-protocol.
 */
final class Browser implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "chromium-headless-shell", "google-chrome");
  private static final long PATIENCE_MILLIS = 20_000;

  /** What the page complained of: uncaught errors, and what the console was told as an error. */
  final List<String> complaints = new CopyOnWriteArrayList<>();

  private final Process process;
  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final Map<Integer, BlockingQueue<JsonNode>> answers = new ConcurrentHashMap<>();
  private int calls;

  private Browser(Path program, Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    socket = client.newWebSocketBuilder().buildAsync(target(port(folder)), new Messages()).join();
    for (String domain : List.of("Page", "Runtime", "Log", "DOM")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** The browser on the PATH. */
  static Optional<Path> program() {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser start(Path program, Path folder) throws IOException, InterruptedException {
    return new Browser(program, folder);
  }

  private static int port(Path folder) throws IOException, InterruptedException {
    Path told = folder.resolve("DevToolsActivePort");
    for (int i = 0; i < PATIENCE_MILLIS / 50; i++) {
      if (Files.exists(told) && !Files.readAllLines(told).isEmpty()) {
        return Integer.parseInt(Files.readAllLines(told).getFirst());
      }
      Thread.sleep(50);
    }
    throw new AssertionError(Files.readString(folder.resolve("browser.log")));
  }

  private URI target(int port) throws IOException, InterruptedException {
    URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
    for (int i = 0; i < PATIENCE_MILLIS / 50; i++) {
      String body =
          client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body();
      for (JsonNode each : MAPPER.readTree(body)) {
        if (each.path("type").asString().equals("page")) {
          return URI.create(each.path("webSocketDebuggerUrl").asString());
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no page");
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take(MAPPER.readTree(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private void take(JsonNode message) {
    if (message.has("id")) {
      BlockingQueue<JsonNode> waiting = answers.get(message.path("id").asInt());
      if (waiting != null) {
        waiting.add(message);
      }
      return;
    }
    JsonNode about = message.path("params");
    switch (message.path("method").asString()) {
      case "Runtime.exceptionThrown" -> complaints.add(about.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> {
        if (about.path("type").asString().equals("error")) {
          complaints.add(about.path("args").toString());
        }
      }
      case "Log.entryAdded" -> {
        if (about.path("entry").path("level").asString().equals("error")) {
          complaints.add(about.path("entry").toString());
        }
      }
      default -> {
        // of no interest
      }
    }
  }

  /** Calls a method of the protocol. */
  JsonNode call(String method, Map<String, ?> parameters) throws InterruptedException {
    int id = ++calls;
    BlockingQueue<JsonNode> answer = new LinkedBlockingQueue<>();
    answers.put(id, answer);
    ObjectNode message = MAPPER.createObjectNode().put("id", id).put("method", method);
    message.set("params", MAPPER.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    JsonNode got = answer.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    answers.remove(id);
    if (got == null || got.has("error")) {
      throw new AssertionError(method + ": " + got);
    }
    return got.path("result");
  }

  /** The value of an expression in the page, its promise awaited. */
  JsonNode value(String expression) throws InterruptedException {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(result.path("exceptionDetails").toString());
    }
    return result.path("result").path("value");
  }

  /** What an element shows. */
  String text(String selector) throws InterruptedException {
    return value("document.querySelector('" + selector + "')?.innerText ?? ''").asString();
  }

  /** Waits until an expression is true. */
  void until(String expression) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!value("Boolean(" + expression + ")").asBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never: " + expression + "\n" + text("body") + "\n" + complaints);
      }
      Thread.sleep(50);
    }
  }

  void open(URI address) throws InterruptedException {
    call("Page.navigate", Map.of("url", address.toString()));
  }

  /** Chooses files as a person does in the dialog. */
  void choose(String selector, Path... files) throws InterruptedException {
    JsonNode document = call("DOM.getDocument", Map.of()).path("root");
    JsonNode input =
        call(
            "DOM.querySelector",
            Map.of("nodeId", document.path("nodeId").asInt(), "selector", selector));
    List<String> names = new ArrayList<>();
    Arrays.stream(files).map(Path::toString).forEach(names::add);
    call("DOM.setFileInputFiles", Map.of("nodeId", input.path("nodeId").asInt(), "files", names));
  }

  /** Types into what has the focus. */
  void type(String text) throws InterruptedException {
    call("Input.insertText", Map.of("text", text));
  }

  void press(String key, int code) throws InterruptedException {
    for (String event : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type",
              event,
              "key",
              key,
              "code",
              key,
              "windowsVirtualKeyCode",
              code,
              "text",
              event.equals("keyDown") && key.equals("Enter") ? "\r" : ""));
    }
  }

  /** Sets the size of the window, as a phone has it or a desk. */
  void resize(int width, int height, boolean phone) throws InterruptedException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
  }

  /** Asks for a media feature, such as a dark scheme. */
  void prefer(String feature, String wanted) throws InterruptedException {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", wanted))));
  }

  /** The whole page as a picture. */
  void draw(Path file) throws InterruptedException, IOException {
    JsonNode picture = call("Page.captureScreenshot", Map.of("captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode(picture.path("data").asString()));
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      // Links to outside of the folder, which who deletes the folder would warn of.
      for (String link : List.of("SingletonSocket", "SingletonLock", "SingletonCookie")) {
        Files.deleteIfExists(folder.resolve(link));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
