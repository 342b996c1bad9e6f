package dev.hearth.cli;

import dev.hearth.cli.top.EngineJson;
import dev.hearth.cli.top.EngineView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Listens to the engine's {@code GET /v1/events}, which tells all that the page shows once a
 * second. Where nobody answers it knocks again now and then.
 */
final class EngineWatch implements Supplier<EngineView> {
  private static final int CONNECT_MILLIS = 500;

  /** A living engine says something each second. */
  private static final int READ_MILLIS = 5_000;

  private static final Duration KNOCK = Duration.ofSeconds(5);
  private static final String DATA = "data: ";
  private static final int LONGEST = 1 << 20;
  private static final int UNAUTHORIZED = 401;

  private final URI address;
  private final boolean named;
  private final Optional<String> token;
  private final CountDownLatch answered = new CountDownLatch(1);
  private volatile EngineView latest;

  private EngineWatch(URI address, boolean named, Optional<String> token) {
    this.address = address;
    this.named = named;
    this.token = token;
    this.latest = new EngineView.Absent(address.getAuthority() + " was not heard of yet");
  }

  /**
   * Begins to listen.
   *
   * @param address as http://127.0.0.1:3003
   * @param named whether a person named it, and wants to know why it is silent
   * @param token that it wants to hear
   */
  static EngineWatch start(URI address, boolean named, Optional<String> token) {
    EngineWatch watch = new EngineWatch(address, named, token);
    Thread.ofPlatform().name("engine-watch").daemon().start(watch::run);
    return watch;
  }

  @Override
  public EngineView get() {
    return latest;
  }

  /** Waits until something is known of it, for a while. */
  void settle(Duration longest) throws InterruptedException {
    var _ = answered.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      while (true) {
        listen();
        Thread.sleep(KNOCK);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) address.resolve("/v1/events").toURL().openConnection(Proxy.NO_PROXY);
      try {
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        token.ifPresent(each -> connection.setRequestProperty("Authorization", "Bearer " + each));
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK) {
          read(connection);
        } else {
          refused(status);
        }
      } finally {
        connection.disconnect();
      }
    } catch (SocketTimeoutException _) {
      silent("it did not answer in time");
    } catch (IOException | IllegalArgumentException _) {
      missed("nobody answers there");
    }
  }

  private void read(HttpURLConnection connection) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        if (line.startsWith(DATA) && line.length() <= LONGEST) {
          told(EngineJson.read(address.getAuthority(), line.substring(DATA.length())));
        }
        line = lines.readLine();
      }
    }
    missed("it ended the connection");
  }

  private void refused(int status) {
    if (status == UNAUTHORIZED) {
      silent("it wants its token: HEARTH_TOKEN=… hearth top");
    } else {
      // Immich's own machine learning listens on the same port.
      missed("it answers " + status + " to /v1/events");
    }
  }

  /** Most machines have no engine; who named one wants to know. */
  private void missed(String reason) {
    told(
        named
            ? new EngineView.Silent(address.getAuthority(), reason)
            : new EngineView.Absent(address.getAuthority() + ": " + reason));
  }

  private void silent(String reason) {
    told(new EngineView.Silent(address.getAuthority(), reason));
  }

  private void told(EngineView view) {
    latest = view;
    answered.countDown();
  }
}
