package dev.hearth.testhost;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Stands for Ollama inside the test host: says its version, serves it, and logs what it found in
 * its folder of libraries. Where {@code /etc/ollama-breaks} is, it ends as soon as ROCm is there.
 */
final class OllamaStandIn {
  private static final String VERSION = "0.12.6";
  private static final int PORT = 11434;
  private static final Path ROCM = Path.of("/usr/local/lib/ollama/rocm/librocblas.so.4");
  private static final Path BREAKS = Path.of("/etc/ollama-breaks");

  private OllamaStandIn() {}

  /** {@code -v} or {@code serve}. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("-v")) {
      System.out.println("ollama version is " + VERSION);
      return;
    }
    boolean rocm = Files.exists(ROCM);
    if (rocm && Files.exists(BREAKS)) {
      System.out.println("Error: this ROCm does not go with me");
      System.exit(1);
    }
    String visible = Optional.ofNullable(System.getenv("ROCR_VISIBLE_DEVICES")).orElse("");
    System.out.println(
        "msg=\"inference compute\" id=0 library="
            + (rocm && !visible.equals("-1") ? "ROCm" : "cpu"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 0);
    server.createContext(
        "/api/version",
        exchange -> {
          byte[] said = ("{\"version\":\"" + VERSION + "\"}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, said.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(said);
          }
        });
    server.start();
  }
}
