package dev.hearth.server.http;

import dev.hearth.server.wire.Dialect;
import dev.hearth.server.wire.Status;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** The sending side of a connection. */
record Outbound(Service service, Channel channel) {

  /**
   * Sends an answer.
   *
   * @param stay whether the connection takes another request after it
   */
  ChannelFuture send(FullHttpResponse response, boolean stay) {
    long seconds = service.settings().keepAlive().toSeconds();
    response.headers().set(HttpHeaderNames.DATE, service.date());
    response.headers().set(HttpHeaderNames.CONNECTION, stay ? "keep-alive" : "close");
    if (stay && seconds > 0) {
      response.headers().set("Keep-Alive", "timeout=" + seconds);
    }
    return channel.writeAndFlush(response);
  }

  void sendContinue() {
    var _ =
        channel.writeAndFlush(
            new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
  }

  /**
   * Sends a refusal as the last thing and leaves the other direction open.
   *
   * @param challenge how a client is to tell who it is, where that is why
   */
  void sendLast(Status status, String sentence, Dialect dialect, String challenge) {
    Answer answer = Failures.answer(status, sentence, dialect);
    FullHttpResponse response = Responses.of(answer, dialect, service.allocator());
    if (status == Status.UNAUTHORIZED) {
      response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, challenge + " realm=\"Hearth\"");
    }
    var _ =
        send(response, false)
            .addListener(_ -> {
              var _ = ((DuplexChannel) channel).shutdownOutput();
            });
  }
}
