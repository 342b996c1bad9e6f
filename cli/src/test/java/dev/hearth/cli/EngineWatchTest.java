package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hearth.cli.top.EngineView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String EVENT =
      "{\"version\":\"1\",\"ready\":true,\"traffic\":{\"inFlight\":2,\"waiting\":7},"
          + "\"tasks\":[],\"models\":[]}";

  private HttpServer server;
  private int status = 200;

  @BeforeEach
  void started() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/events", this::answer);
    server.start();
  }

  @AfterEach
  void stopped() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean known = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    exchange.sendResponseHeaders(status == 401 && known ? 200 : status, 0);
    exchange.getResponseBody().write(("data: " + EVENT + "\n\n").getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
    // The stream stays open, as the engine's does.
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private EngineView heard(URI address, boolean named, Optional<String> token)
      throws InterruptedException {
    EngineWatch watch = EngineWatch.start(address, named, token);
    watch.settle(PATIENCE);
    return watch.get();
  }

  @Test
  void hearsTheQueue() throws InterruptedException {
    assertThat(heard(address(), false, Optional.empty()))
        .isInstanceOfSatisfying(
            EngineView.Told.class,
            told -> {
              assertThat(told.inFlight()).isEqualTo(2);
              assertThat(told.waiting()).isEqualTo(7);
            });
  }

  @Test
  void saysTheToken() throws InterruptedException {
    status = 401;
    assertThat(heard(address(), false, Optional.of("secret"))).isInstanceOf(EngineView.Told.class);
  }

  @Test
  void saysThatATokenIsWanted() throws InterruptedException {
    status = 401;
    assertThat(heard(address(), false, Optional.empty()))
        .isEqualTo(
            new EngineView.Silent(
                address().getAuthority(), "it wants its token: HEARTH_TOKEN=… hearth top"));
  }

  @Test
  void isQuietAboutAnotherServiceOnTheUsualPort() throws InterruptedException {
    status = 404;
    assertThat(heard(address(), false, Optional.empty())).isInstanceOf(EngineView.Absent.class);
    assertThat(heard(address(), true, Optional.empty())).isInstanceOf(EngineView.Silent.class);
  }

  @Test
  void isQuietWhereNobodyAnswers() throws InterruptedException {
    URI address = address();
    server.stop(0);
    assertThat(heard(address, false, Optional.empty()))
        .isEqualTo(new EngineView.Absent(address.getAuthority() + ": nobody answers there"));
    assertThat(heard(address, true, Optional.empty())).isInstanceOf(EngineView.Silent.class);
  }
}
