package dev.hearth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.server.settings.HttpSettings;
import dev.hearth.server.settings.Settings;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in. */
class AccessTest {
  private static final String SECRET = "a hearth's s€cret";

  private static Running guarded(boolean all) {
    HttpSettings open = Running.SETTINGS;
    return Running.start(
        new HttpSettings(
            open.host(),
            open.port(),
            open.keepAlive(),
            open.readTimeout(),
            open.requestTimeout(),
            open.bodyLimit(),
            open.bufferedLimit(),
            open.inFlightLimit(),
            open.batchLimit(),
            open.drain(),
            new HttpSettings.Access(Optional.of(new Settings.Secret(SECRET)), all)));
  }

  private static HttpResponse<String> post(Running running, String... headers) {
    return running.send(
        HttpRequest.newBuilder(running.uri("/embed"))
            .header("Content-Type", "application/json")
            .headers(headers)
            .POST(BodyPublishers.ofString("{\"inputs\":\"text\"}"))
            .build());
  }

  private static String basic(String password) {
    byte[] pair = ("anyone:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Nested
  class WithAToken {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/ui", "/metrics", "/v1/models", "/v1/devices", "/info", "/none"})
    void nothingIsToldWithoutIt(String path) {
      try (Running running = guarded(false)) {
        HttpResponse<String> answer = running.get(path);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
            .hasValue("Basic realm=\"Hearth\"");
        assertThat(answer.body()).doesNotContain(SECRET);
      }
    }

    @Test
    void whatImmichAsksStaysOpen() {
      try (Running running = guarded(false)) {
        assertThat(running.get("/ping").statusCode()).isEqualTo(200);
        assertThat(running.get("/health").statusCode()).isEqualTo(200);
        assertThat(running.predict(new byte[0]).statusCode()).isNotEqualTo(401);
      }
    }

    @Test
    void unlessEverythingIsToBeGuarded() {
      try (Running running = guarded(true)) {
        assertThat(running.get("/ping").statusCode()).isEqualTo(401);
        assertThat(running.predict(new byte[0]).statusCode()).isEqualTo(401);
      }
    }

    @Test
    void itIsTakenAsAPasswordOfAnyName() {
      try (Running running = guarded(true)) {
        assertThat(running.get("/metrics", "Authorization", basic(SECRET)).statusCode())
            .isEqualTo(200);
      }
    }

    @Test
    void anotherOneIsNot() {
      try (Running running = guarded(false)) {
        assertThat(running.get("/metrics", "Authorization", basic(SECRET + " ")).statusCode())
            .isEqualTo(401);
        assertThat(running.get("/metrics", "Authorization", "Basic !").statusCode()).isEqualTo(401);
        assertThat(running.get("/metrics", "Authorization", "Bearer").statusCode()).isEqualTo(401);
        assertThat(running.get("/metrics", "Authorization", "Bearer x").statusCode())
            .isEqualTo(401);
      }
    }
  }

  @Nested
  class FromABrowser {
    @Test
    void anotherWebsiteMayNotPost() {
      try (Running running = Running.start()) {
        assertThat(post(running, "Origin", "https://elsewhere.example").statusCode())
            .isEqualTo(403);
        assertThat(post(running, "Origin", "null").statusCode()).isEqualTo(403);
        assertThat(post(running, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
      }
    }

    @Test
    void theOwnPageMay() {
      try (Running running = Running.start()) {
        String own = "http://127.0.0.1:" + running.server.address().getPort();

        assertThat(post(running, "Origin", own, "Sec-Fetch-Site", "same-origin").statusCode())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void aProgramThatSaysNothingOfOriginsMay() {
    try (Running running = Running.start()) {
      assertThat(post(running, "Accept", "application/json").statusCode()).isEqualTo(200);
    }
  }

  /** A website whose name points at this machine is of one origin with the page. */
  @Nested
  class ByAName {
    private static int status(Running running, String path, String host) throws IOException {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      return Integer.parseInt(running.raw(request).split(" ", 3)[1]);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"evil.example", "evil.example:3003", "1.2.3.4.example", "localhost.example", ""})
    void ofAWebsiteNothingIsTold(String host) throws IOException {
      try (Running running = Running.start()) {
        assertThat(status(running, "/ui", host)).isEqualTo(403);
        assertThat(status(running, "/v1/models", host)).isEqualTo(403);
        assertThat(status(running, "/ping", host)).as("Immich comes by any").isEqualTo(200);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "localhost",
          "LOCALHOST:3003",
          "hearth.localhost",
          "127.0.0.1:3003",
          "[::1]:3003"
        })
    void ofThisMachineAllIsTold(String host) throws IOException {
      try (Running running = Running.start()) {
        assertThat(status(running, "/v1/models", host)).isEqualTo(200);
      }
    }

    @Test
    void withATokenAnyWillDo() throws IOException {
      try (Running running = guarded(false)) {
        String request =
            "GET /v1/models HTTP/1.1\r\nHost: ml.example\r\nAuthorization: "
                + basic(SECRET)
                + "\r\nConnection: close\r\n\r\n";

        assertThat(running.raw(request)).startsWith("HTTP/1.1 200");
      }
    }
  }
}
