package dev.hearth.server;

import static dev.hearth.server.Running.imageForm;
import static dev.hearth.server.Running.textForm;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.inference.engine.Prediction;
import dev.hearth.machine.ProblemException;
import dev.hearth.server.settings.HttpSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpTest {
  private static final String VISUAL = "{\"clip\":{\"visual\":{\"modelName\":\"m\"}}}";
  private static final String TEXTUAL = "{\"clip\":{\"textual\":{\"modelName\":\"m\"}}}";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final byte[] PHOTO = new byte[1000];

  /** An engine that answers when it is let. */
  private static CountDownLatch blocking(ScriptedEngine engine) {
    CountDownLatch latch = new CountDownLatch(1);
    engine.predicts(_ -> {
      try {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return new Prediction(Optional.empty(), Map.of());
    });
    return latch;
  }

  private static String head(byte[] body, String... headers) {
    return "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary="
        + Running.BOUNDARY
        + "\r\nContent-Length: "
        + body.length
        + "\r\n"
        + String.join("", Arrays.stream(headers).map(line -> line + "\r\n").toList())
        + "\r\n";
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** Reads until this text has come, or the end. */
  private static String readUntil(InputStream in, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  @Nested
  class Paths {
    @ParameterizedTest
    @CsvSource({"/ping,GET", "/,GET", "/health,GET", "/metrics,GET", "/v1/models,GET"})
    void refuseOtherMethodsAndNameThoseTheyHave(String path, String method) {
      try (Running running = Running.start()) {
        HttpResponse<String> answer = running.method("DELETE", path);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
        assertThat(answer.headers().firstValue("allow")).contains(method + ", HEAD");
        assertThat(running.get("/predict").headers().firstValue("allow")).contains("POST");
      }
    }

    @Test
    void thatDoNotExistAreNotFound() {
      try (Running running = Running.start()) {
        HttpResponse<String> answer = running.get("/clip/encode-image?x=1");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"detail\":\"Not Found\"}");
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
      }
    }

    @Test
    void answerHeadWithTheHeadersOfGetAndNoBody() throws IOException {
      try (Running running = Running.start()) {
        String answer =
            running.raw("HEAD /ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer)
            .startsWith("HTTP/1.1 200 OK\r\n")
            .contains("content-length: 4\r\n")
            .endsWith("\r\n\r\n");
      }
    }

    @Test
    void pingIsPlainText() {
      try (Running running = Running.start()) {
        HttpResponse<String> answer = running.get("/ping?x");
        assertThat(answer.body()).isEqualTo("pong");
        assertThat(answer.headers().firstValue("content-type"))
            .contains("text/plain; charset=utf-8");
        assertThat(answer.headers().firstValue("date")).isPresent();
      }
    }
  }

  @Nested
  class AConnection {
    @Test
    void servesOneRequestAfterAnother() throws IOException {
      try (Running running = Running.start();
          Socket socket = running.socket()) {
        for (int i = 0; i < 3; i++) {
          send(socket, "GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
          assertThat(readUntil(socket.getInputStream(), "pong"))
              .contains("connection: keep-alive", "Keep-Alive: timeout=5");
        }
      }
    }

    @Test
    void closesAfterTheAnswerWhenKeepAliveIsZero() throws IOException {
      HttpSettings settings = Running.limited(Duration.ZERO, SECOND, SECOND, 1 << 20, 4 << 20, 8);
      try (Running running = Running.start(settings)) {
        assertThat(running.raw("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            .contains("connection: close")
            .endsWith("pong");
      }
    }

    @Test
    void closesWhenItIdlesTooLong() throws IOException {
      HttpSettings settings =
          Running.limited(Duration.ofMillis(300), SECOND, SECOND, 1 << 20, 4 << 20, 8);
      try (Running running = Running.start(settings)) {
        long start = System.nanoTime();
        assertThat(running.raw("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n")).endsWith("pong");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isGreaterThan(Duration.ofMillis(250));
      }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
      try (Running running = Running.start();
          Socket socket = running.socket()) {
        running.engine.predicts(asked -> {
          boolean first = asked.query().equals("0");
          sleep(first ? 200 : 0);
          throw new ProblemException(
              dev.hearth.machine.Problem.Kind.NOT_FOUND, "number " + asked.query(), "");
        });
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 20; i++) {
          byte[] form = textForm(TEXTUAL, Integer.toString(i));
          all.append(head(form)).append(new String(form, ISO_8859_1));
          all.append("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        send(socket, all.toString());
        for (int i = 0; i < 20; i++) {
          assertThat(readUntil(socket.getInputStream(), "number ")).contains("HTTP/1.1 404");
          assertThat(readUntil(socket.getInputStream(), "\"")).isEqualTo(i + "\"");
          assertThat(readUntil(socket.getInputStream(), "pong")).contains("HTTP/1.1 200");
        }
      }
    }

    @Test
    void ofHttp10IsClosedAfterTheAnswer() throws IOException {
      try (Running running = Running.start()) {
        assertThat(running.raw("GET /ping HTTP/1.0\r\n\r\n")).endsWith("pong");
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\u0016\u0003\u0001\u0002 hello TLS\r\n\r\n",
          "GET /ping HTTP/1.1\r\nno colon here\r\n\r\n",
          "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
          "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
          "POST /predict HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        })
    void thatSpeaksNoHttpIsToldSoAndClosed(String nonsense) throws IOException {
      try (Running running = Running.start()) {
        assertThat(running.raw(nonsense)).startsWith("HTTP/1.1 400 Bad Request\r\n");
      }
    }

    @Test
    void withHeadersWithoutEndIsRefused() throws IOException {
      try (Running running = Running.start()) {
        assertThat(running.raw("GET /" + "x".repeat(9000) + " HTTP/1.1\r\n"))
            .startsWith("HTTP/1.1 414 ");
        assertThat(
                running.raw("GET / HTTP/1.1\r\n" + ("A: " + "x".repeat(999) + "\r\n").repeat(40)))
            .startsWith("HTTP/1.1 431 ");
      }
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Nested
  class ABody {
    @Test
    void mayComeInChunks() throws IOException {
      byte[] form = textForm(TEXTUAL, "a dog");
      String half = new String(Arrays.copyOf(form, 40), ISO_8859_1);
      String rest = new String(Arrays.copyOfRange(form, 40, form.length), ISO_8859_1);
      try (Running running = Running.start()) {
        String answer =
            running.raw(
                "POST /predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Transfer-Encoding: chunked\r\nContent-Type: multipart/form-data; boundary=\""
                    + Running.BOUNDARY
                    + "\"\r\n\r\n28\r\n"
                    + half
                    + "\r\n"
                    + Integer.toHexString(rest.length())
                    + "\r\n"
                    + rest
                    + "\r\n0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("{\"clip\":\"[0.5,-0.25]\"}");
        assertThat(running.engine.asked.remove().query()).isEqualTo("a dog");
      }
    }

    @Test
    void isAskedForWhenTheClientExpectsThat() throws IOException {
      byte[] form = textForm(TEXTUAL, "a dog");
      try (Running running = Running.start();
          Socket socket = running.socket()) {
        send(socket, head(form, "Expect: 100-continue"));
        assertThat(readUntil(socket.getInputStream(), "\r\n\r\n"))
            .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        socket.getOutputStream().write(form);
        assertThat(readUntil(socket.getInputStream(), "}")).startsWith("HTTP/1.1 200");
      }
    }

    @Test
    void thatIsTooLargeIsNotAskedFor() throws IOException {
      try (Running running = Running.start()) {
        String answer =
            running.raw(
                String.join(
                    "\r\n",
                    "POST /predict HTTP/1.1",
                    "Host: localhost",
                    "Content-Length: 99000000",
                    "Expect: 100-continue",
                    "",
                    ""));
        assertThat(answer)
            .startsWith("HTTP/1.1 413 ")
            .contains("{\"detail\":\"The request is larger");
      }
    }

    @Test
    void ofSixtyFourMebibytesIsTaken() {
      byte[] photo = new byte[64 << 20];
      Arrays.fill(photo, (byte) '\r');
      try (Running running = Running.start()) {
        assertThat(running.predict(imageForm(VISUAL, photo)).statusCode()).isEqualTo(200);
        assertThat(running.engine.asked.remove().photo().encoded().capacity())
            .isEqualTo(photo.length);
      }
    }

    @Test
    void overTheLimitIsRefusedWhileTheClientStillSends() throws IOException {
      HttpSettings settings = Running.limited(SECOND, SECOND, SECOND, 1 << 20, 8 << 20, 8);
      try (Running running = Running.start(settings);
          Socket socket = running.socket()) {
        send(
            socket,
            "POST /predict HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        OutputStream out = socket.getOutputStream();
        byte[] chunk = ("10000\r\n" + "x".repeat(65536) + "\r\n").getBytes(UTF_8);
        for (int i = 0; i < 60; i++) {
          out.write(chunk);
        }
        assertThat(readUntil(socket.getInputStream(), "}")).startsWith("HTTP/1.1 413 ");
      }
    }

    @Test
    void thatDripsIsGivenUp() throws IOException, InterruptedException {
      HttpSettings settings =
          Running.limited(
              SECOND, Duration.ofMillis(200), Duration.ofMillis(600), 1 << 20, 4 << 20, 8);
      byte[] form = textForm(TEXTUAL, "a dog");
      try (Running running = Running.start(settings);
          Socket stalled = running.socket();
          Socket dripping = running.socket()) {
        send(stalled, head(form) + "--");
        send(dripping, head(form));
        for (int i = 0; i < 16; i++) {
          dripping.getOutputStream().write(form[i]);
          Thread.sleep(50);
        }
        assertThat(readUntil(stalled.getInputStream(), "}")).startsWith("HTTP/1.1 408 ");
        assertThat(readUntil(dripping.getInputStream(), "}")).startsWith("HTTP/1.1 408 ");
        assertThat(running.get("/metrics").body())
            .contains("hearth_http_requests_in_flight 0\n", "hearth_http_buffered_bytes 0\n");
      }
    }
  }

  @Nested
  class UnderLoad {
    @Test
    void pingAnswersWithinFiftyMillisecondsWhile64RequestsAreComputed() throws Exception {
      try (Running running = Running.start()) {
        CountDownLatch latch = blocking(running.engine);
        var answers =
            IntStream.range(0, 64)
                .mapToObj(_ ->
                    running.client.sendAsync(
                        running.predictRequest(imageForm(VISUAL, PHOTO)), BodyHandlers.ofString()))
                .toList();
        for (int i = 0; i < 64; i++) {
          assertThat(running.engine.asked.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(
                IntStream.range(0, 20).mapToLong(_ -> pingMillis(running)).sorted().toArray()[10])
            .isLessThan(50);
        latch.countDown();
        assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
      }
    }

    private long pingMillis(Running running) {
      long start = System.nanoTime();
      assertThat(running.get("/ping").body()).isEqualTo("pong");
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    void whatDoesNotFitIsRefusedAtTheDoorAndLaterTaken() throws Exception {
      HttpSettings settings =
          Running.limited(SECOND, SECOND, Duration.ofSeconds(20), 1 << 20, 8 << 20, 2);
      try (Running running = Running.start(settings)) {
        CountDownLatch latch = blocking(running.engine);
        byte[] form = imageForm(VISUAL, PHOTO);
        var two =
            IntStream.range(0, 2)
                .mapToObj(_ ->
                    running.client.sendAsync(running.predictRequest(form), BodyHandlers.ofString()))
                .toList();
        assertThat(running.engine.asked.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(running.engine.asked.poll(10, TimeUnit.SECONDS)).isNotNull();
        HttpResponse<String> third = running.predict(form);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValue("retry-after")).contains("1");
        assertThat(third.body()).isEqualTo("{\"detail\":\"Too many requests are being answered\"}");
        assertThat(running.get("/v1/models").statusCode()).isEqualTo(200);
        latch.countDown();
        assertThat(two).allMatch(answer -> answer.join().statusCode() == 200);
        assertThat(running.predict(form).statusCode()).isEqualTo(200);
      }
    }

    @Test
    void photosBeyondTheBufferedBytesAreRefused() throws Exception {
      HttpSettings settings =
          Running.limited(SECOND, SECOND, Duration.ofSeconds(20), 1 << 20, 1 << 20, 100);
      try (Running running = Running.start(settings)) {
        CountDownLatch latch = blocking(running.engine);
        byte[] form = imageForm(VISUAL, new byte[700_000]);
        var first = running.client.sendAsync(running.predictRequest(form), BodyHandlers.ofString());
        assertThat(running.engine.asked.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(running.predict(form).statusCode()).isEqualTo(429);
        latch.countDown();
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(running.predict(form).statusCode()).isEqualTo(200);
      }
    }

    @Test
    void anEngineThatForgetsTheDeadlineDoesNotKeepTheClientWaiting() throws Exception {
      HttpSettings settings =
          Running.limited(SECOND, SECOND, Duration.ofMillis(200), 1 << 20, 8 << 20, 8);
      try (Running running = Running.start(settings)) {
        CountDownLatch latch = blocking(running.engine);
        HttpResponse<String> answer = running.predict(imageForm(VISUAL, PHOTO));
        assertThat(answer.statusCode()).isEqualTo(504);
        ScriptedEngine.Asked asked = running.engine.asked.remove();
        assertThat(asked.ticket().cancelled()).isTrue();
        latch.countDown();
      }
    }
  }

  /** Sends a request, waits until the engine works on it, and closes the connection. */
  private static ScriptedEngine.Asked askAndGo(Running running, byte[] form) throws Exception {
    try (Socket socket = running.socket()) {
      send(socket, head(form));
      socket.getOutputStream().write(form);
      ScriptedEngine.Asked asked = running.engine.asked.poll(10, TimeUnit.SECONDS);
      assertThat(asked).isNotNull();
      assertThat(asked.ticket().cancelled()).isFalse();
      return asked;
    }
  }

  @Nested
  class AClientThatGoesAway {
    @Test
    void cancelsItsTicket() throws Exception {
      try (Running running = Running.start()) {
        CountDownLatch latch = blocking(running.engine);
        ScriptedEngine.Asked asked = askAndGo(running, imageForm(VISUAL, PHOTO));
        for (int i = 0; i < 100 && !asked.ticket().cancelled(); i++) {
          Thread.sleep(20);
        }
        assertThat(asked.ticket().cancelled()).isTrue();
        latch.countDown();
        assertThat(running.get("/ping").body()).isEqualTo("pong");
      }
    }

    @Test
    void amidItsBodyLeavesNothingBehind() throws Exception {
      try (Running running = Running.start()) {
        try (Socket socket = running.socket()) {
          send(socket, head(imageForm(VISUAL, PHOTO)) + "--");
        }
        String clean = "hearth_http_requests_in_flight 0\n";
        for (int i = 0; i < 100 && !running.get("/metrics").body().contains(clean); i++) {
          Thread.sleep(20);
        }
        assertThat(running.get("/metrics").body())
            .contains(clean, "hearth_http_buffered_bytes 0\n");
      }
    }
  }

  @Nested
  class Closing {
    @Test
    void letsAnAdmittedRequestFinishAndTakesNoOther() throws Exception {
      Running running = Running.start();
      CountDownLatch latch = blocking(running.engine);
      var answer =
          running.client.sendAsync(
              running.predictRequest(imageForm(VISUAL, PHOTO)), BodyHandlers.ofString());
      assertThat(running.engine.asked.poll(10, TimeUnit.SECONDS)).isNotNull();
      CompletableFuture<Void> closed = CompletableFuture.runAsync(running.server::close);
      Thread.sleep(200);
      assertThatThrownBy(running::socket).isInstanceOf(IOException.class);
      latch.countDown();
      assertThat(answer.join().statusCode()).isEqualTo(200);
      assertThat(answer.join().headers().firstValue("connection")).contains("close");
      closed.get(2, TimeUnit.SECONDS);
      running.close();
    }

    @Test
    void doesNotWaitForeverForARequestThatHangs() throws Exception {
      HttpSettings settings =
          Running.limited(SECOND, SECOND, Duration.ofSeconds(20), 1 << 20, 8 << 20, 8);
      Running running = Running.start(settings);
      CountDownLatch latch = blocking(running.engine);
      var answer =
          running.client.sendAsync(
              running.predictRequest(imageForm(VISUAL, PHOTO)), BodyHandlers.ofString());
      ScriptedEngine.Asked asked = running.engine.asked.poll(10, TimeUnit.SECONDS);
      assertThat(asked).isNotNull();
      long start = System.nanoTime();
      running.server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertThat(asked.ticket().cancelled()).isTrue();
      assertThatThrownBy(answer::join).hasCauseInstanceOf(IOException.class);
      latch.countDown();
      running.close();
    }

    @Test
    void twiceIsHarmless() {
      Running running = Running.start();
      running.server.close();
      running.close();
    }
  }

  @Test
  void aPortInUseIsAProblemThatNamesTheRemedy() {
    try (Running running = Running.start()) {
      HttpSettings free = Running.SETTINGS;
      HttpSettings taken =
          new HttpSettings(
              free.host(),
              running.server.address().getPort(),
              free.keepAlive(),
              free.readTimeout(),
              free.requestTimeout(),
              free.bodyLimit(),
              free.bufferedLimit(),
              free.inFlightLimit(),
              free.batchLimit(),
              free.drain());
      assertThatThrownBy(() -> Running.start(taken))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("Cannot listen on 127.0.0.1 port")
          .hasMessageContaining("IMMICH_PORT");
    }
  }

  @Test
  void listensOnAllAddressesAsImmichWritesThem() throws IOException {
    HttpSettings any =
        new HttpSettings("[::]", 0, SECOND, SECOND, SECOND, 1 << 20, 4 << 20, 8, 32, Duration.ZERO);
    try (Running running = Running.start(any)) {
      assertThat(running.get("/ping").body()).isEqualTo("pong");
    }
  }
}
