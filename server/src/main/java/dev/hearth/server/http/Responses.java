package dev.hearth.server.http;

import dev.hearth.server.wire.Dialect;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Turns answers into bytes. */
final class Responses {
  private Responses() {}

  /** The response to an answer; where its body cannot be written, to that failure. */
  static FullHttpResponse of(Answer answer, Dialect dialect, ByteBufAllocator allocator) {
    try {
      return written(answer, allocator);
    } catch (RuntimeException | Error e) {
      return written(Failures.answer(e, dialect), allocator);
    }
  }

  private static FullHttpResponse written(Answer answer, ByteBufAllocator allocator) {
    ByteBuf body = allocator.directBuffer(1024);
    boolean whole = false;
    try {
      answer.body().accept(new ByteBufOutputStream(body));
      whole = true;
    } finally {
      if (!whole) {
        body.release();
      }
    }
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    answer.headers().forEach(header -> response.headers().set(header.name(), header.value()));
    return response;
  }
}
