package dev.hearth.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;

/** One who listens to a broadcast, until one of both ends it. Runs on the event loop. */
final class Listener {
  /** Who has not read for so many events does not read at all. */
  private static final int MOST_MISSED = 10;

  /** When to come again after the server has ended it, in milliseconds. */
  private static final String COME_AGAIN = "retry: 2000\n\n";

  private final Broadcast broadcast;
  private final Channel channel;
  private int missed;

  Listener(Broadcast broadcast, Channel channel) {
    this.broadcast = broadcast;
    this.channel = channel;
  }

  /** Sends the head, and from the next event on all that comes. */
  void begin(HttpRequest head, String date) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(HttpHeaderNames.DATE, date)
        .set(HttpHeaderNames.CONNECTION, "close")
        // proxies in between are to hand each event on at once
        .set("X-Accel-Buffering", "no");
    if (head.protocolVersion().isKeepAliveDefault()) {
      response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    var _ = channel.write(response);
    byte[] retry = COME_AGAIN.getBytes(StandardCharsets.UTF_8);
    var _ = channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(retry)));
    broadcast.join(this, channel.eventLoop());
  }

  /** Nothing is kept for who reads slowly: the next event says all there is to know. */
  void send(ByteBuf event) {
    if (channel.isWritable()) {
      missed = 0;
      var _ = channel.writeAndFlush(new DefaultHttpContent(event));
    } else if (++missed >= MOST_MISSED) {
      leave();
      var _ = channel.close();
    }
  }

  void leave() {
    broadcast.leave(this);
  }

  /** Says goodbye: the server stops. */
  void end() {
    leave();
    var _ =
        channel
            .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
            .addListener(ChannelFutureListener.CLOSE);
  }
}
