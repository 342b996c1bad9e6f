package dev.hearth.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.machine.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands for Ollama's HTTP API with one model: loads it anew where {@code num_gpu} is another than
 * before, as Ollama does, and needs longer for a token without its GPU.
 */
final class OllamaStandIn implements AutoCloseable {
  static final String MODEL = "llama3.2:1b";
  private static final int TOKENS = 16;
  private static final long SIZE = 1_300_000_000;

  /** What happened, in order: load gpu, load cpu, ask gpu, ask cpu, unload. */
  final List<String> events = new CopyOnWriteArrayList<>();

  final List<String> prompts = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private volatile Optional<String> loaded = Optional.empty();
  private volatile long context;
  private volatile boolean deafToNumGpu;

  OllamaStandIn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/api/tags", exchange -> answer(exchange, models()));
    server.createContext("/api/ps", exchange -> answer(exchange, list()));
    server.createContext("/api/generate", this::generate);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The model is in memory already, on the GPU, as after a person's request. */
  OllamaStandIn holdsItsModel() {
    loaded = Optional.of("gpu");
    context = 32_768;
    return this;
  }

  /** It computes with the GPU whatever it is asked. */
  OllamaStandIn deafToNumGpu() {
    deafToNumGpu = true;
    return this;
  }

  Optional<String> loaded() {
    return loaded;
  }

  private static String models() {
    return "{\"models\":[{\"name\":\"" + MODEL + "\",\"size\":" + SIZE + "}]}";
  }

  private String list() {
    return loaded
        .map(where ->
            String.format(
                Locale.ROOT,
                "{\"models\":[{\"name\":\"%s\",\"size\":%d,\"size_vram\":%d,"
                    + "\"context_length\":%d}]}",
                MODEL,
                SIZE,
                where.equals("gpu") ? SIZE : 0,
                context))
        .orElse("{\"models\":[]}");
  }

  private void generate(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Json asked = Json.parse(body, "body").orElse(new Json.Nothing());
    if (body.contains("\"keep_alive\":0")) {
      loaded = Optional.empty();
      events.add("unload");
      answer(exchange, "{\"done_reason\":\"unload\"}");
      return;
    }
    boolean cpu = body.contains("\"num_gpu\": 0") && !deafToNumGpu;
    String where = cpu ? "cpu" : "gpu";
    if (!loaded.equals(Optional.of(where))) {
      loaded = Optional.of(where);
      events.add("load " + where);
    }
    context = body.contains("\"num_ctx\": 4096") ? 4096 : 32_768;
    Optional<String> prompt = asked.text("prompt");
    if (prompt.isEmpty()) {
      answer(exchange, "{\"done_reason\":\"load\"}");
      return;
    }
    events.add("ask " + where);
    prompts.add(prompt.get());
    pause(cpu ? 80 : 20);
    answer(exchange, "{\"response\":\"so\",\"eval_count\":" + TOKENS + "}");
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
