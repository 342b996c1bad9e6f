package dev.hearth.deployment.manager;

import static dev.hearth.deployment.manager.FixedMachine.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.machine.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageProbeTest {
  private final PageProbe pages = new PageProbe();
  private HttpServer server;

  @BeforeEach
  void aServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    page("/ping", 200, "pong");
    page("/broken", 500, "no model\nat line 3");
    moved("/here", "/ping");
    moved("/elsewhere", "http://127.0.0.2:1/ping");
    moved("/circle", "/circle");
    server.start();
  }

  @AfterEach
  void ends() {
    server.stop(0);
  }

  private void page(String path, int status, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private void moved(String path, String to) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", to);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
  }

  private Optional<String> trouble(String path) {
    return pages.trouble(new Probe.Http("127.0.0.1", server.getAddress().getPort(), path));
  }

  private String at(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  @Test
  void aPageThatAnswers200IsWell() {
    assertThat(trouble("/ping")).isEmpty();
    assertThat(trouble("ping?x=1")).isEmpty();
  }

  @Test
  void anotherAnswerIsSaidWithItsFirstLine() {
    assertThat(trouble("/broken")).contains(at("/broken") + " answered 500: no model");
  }

  @Test
  void aPageIsFollowedOnItsOwnAddressOnly() {
    assertThat(trouble("/here")).isEmpty();
    assertThat(trouble("/elsewhere"))
        .contains(at("/elsewhere") + " leads to http://127.0.0.2:1/ping, which is another service");
    assertThat(trouble("/circle")).contains(at("/circle") + " leads on and on");
  }

  @Test
  void aPortWithoutAnybodyIsToldFromAnAnswer() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    assertThat(pages.trouble(new Probe.Http("127.0.0.1", free, "/ping")))
        .contains("nobody listens at 127.0.0.1 port " + free + " (refused)");
  }

  @Test
  void whoListensAndIsSilentIsNotWaitedForLong() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();

      assertThat(pages.trouble(new Probe.Http("127.0.0.1", silent.getLocalPort(), "/ping")))
          .hasValueSatisfying(text -> assertThat(text).endsWith("did not answer within 2 s"));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void anAddressThatIsNoneIsASetting() {
    assertThat(problem(() -> pages.trouble(new Probe.Http("a b", 80, "/ping"))).kind())
        .isEqualTo(Problem.Kind.BAD_SETTING);
  }
}
