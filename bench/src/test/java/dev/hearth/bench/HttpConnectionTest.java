package dev.hearth.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
  private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static String text(HttpAnswer answer) {
    return new String(answer.body(), UTF_8);
  }

  @Test
  void sendsTheBytesItIsGiven() throws Exception {
    try (ScriptedServer server = new ScriptedServer(OK);
        HttpConnection connection = new HttpConnection(server.address())) {
      byte[] request = PredictRequest.of("{\"clip\":1}", "JPEG\r\n--".getBytes(UTF_8));

      connection.send(request);

      assertThat(server.requests.take())
          .isEqualTo(new String(request, UTF_8))
          .startsWith("POST /predict HTTP/1.1\r\n")
          .contains("name=\"entries\"\r\n\r\n{\"clip\":1}\r\n--")
          .contains("Content-Type: application/octet-stream\r\n\r\nJPEG\r\n--\r\n--")
          .endsWith("--\r\n");
    }
  }

  @Test
  void keepsOneConnectionForManyRequests() throws Exception {
    try (ScriptedServer server = new ScriptedServer(OK);
        HttpConnection connection = new HttpConnection(server.address())) {
      for (int i = 0; i < 3; i++) {
        assertThat(text(connection.send(REQUEST))).isEqualTo("ok");
      }

      assertThat(server.connections).hasValue(1);
    }
  }

  @Test
  void connectsAnewAfterAnAnswerThatClosed() throws Exception {
    try (ScriptedServer server =
            new ScriptedServer(
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1", OK);
        HttpConnection connection = new HttpConnection(server.address())) {
      assertThat(text(connection.send(REQUEST))).isEqualTo("1");
      assertThat(text(connection.send(REQUEST))).isEqualTo("ok");

      assertThat(server.connections).hasValue(2);
    }
  }

  @Nested
  class TheBody {
    @Test
    void mayComeInChunksWithTrailersAndTheConnectionStaysInStep() throws Exception {
      String chunked =
          """
          HTTP/1.1 200 OK\r
          Transfer-Encoding: chunked\r
          \r
          5\r
          hello\r
          A;note=1\r
          , 0123456x\r
          0\r
          Trailer: t\r
          \r
          """;
      try (ScriptedServer server = new ScriptedServer(chunked, OK);
          HttpConnection connection = new HttpConnection(server.address())) {
        assertThat(text(connection.send(REQUEST))).isEqualTo("hello, 0123456x");
        assertThat(text(connection.send(REQUEST))).isEqualTo("ok");

        assertThat(server.connections).hasValue(1);
      }
    }

    @Test
    void mayEndWithTheConnection() throws Exception {
      try (ScriptedServer server =
              new ScriptedServer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");
          HttpConnection connection = new HttpConnection(server.address())) {
        assertThat(text(connection.send(REQUEST))).isEqualTo("all of it");
      }
    }

    @Test
    void thatBreaksOffIsAnErrorAndTheNextRequestConnectsAnew() throws Exception {
      try (ScriptedServer server =
              new ScriptedServer(
                  "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\nok", OK);
          HttpConnection connection = new HttpConnection(server.address())) {
        assertThatThrownBy(() -> connection.send(REQUEST))
            .isInstanceOf(IOException.class)
            .hasMessage("the answer ends after 2 of 9 bytes");

        assertThat(text(connection.send(REQUEST))).isEqualTo("ok");
      }
    }
  }

  @Nested
  class Trouble {
    @Test
    void statusesOtherThan200AreAnswersThatAreNotGood() throws Exception {
      try (ScriptedServer server =
              new ScriptedServer("HTTP/1.1 429 Too Many\r\nContent-Length: 4\r\n\r\nlate");
          HttpConnection connection = new HttpConnection(server.address())) {
        HttpAnswer answer = connection.send(REQUEST);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.good()).isFalse();
        assertThat(text(answer)).isEqualTo("late");
      }
    }

    @Test
    void aServerThatHangsUpIsAnError() throws Exception {
      try (ScriptedServer server = new ScriptedServer("");
          HttpConnection connection = new HttpConnection(server.address())) {
        assertThatThrownBy(() -> connection.send(REQUEST)).isInstanceOf(IOException.class);
      }
    }

    @Test
    void whatIsNotHttpIsAnError() throws Exception {
      try (ScriptedServer server = new ScriptedServer("SSH-2.0-OpenSSH\r\n\r\n");
          HttpConnection connection = new HttpConnection(server.address())) {
        assertThatThrownBy(() -> connection.send(REQUEST))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("SSH-2.0");
      }
    }

    @Test
    void noServerIsAnError() throws Exception {
      // A port that was free a moment ago may be somebody else's now; the first one is nobody's.
      InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
      try (HttpConnection connection = new HttpConnection(nobody)) {
        assertThatThrownBy(() -> connection.send(REQUEST)).isInstanceOf(ConnectException.class);
      }
    }
  }
}
