package dev.hearth.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * The body of one request in one block of direct memory, which decoders read in place. Grows with
 * what arrives, not with what the client announces, and asks the door for every byte.
 */
final class BodyBuffer {
  private static final int FIRST = 1 << 20;
  private static final int FIRST_UNANNOUNCED = 64 * 1024;

  /** What came of adding bytes. */
  enum Appended {
    FITTED,
    TOO_LARGE,
    NO_ROOM
  }

  private final ByteBufAllocator allocator;
  private final Door door;
  private final long announced;
  private final long limit;
  private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

  /**
   * An empty body.
   *
   * @param announced the Content-Length, or negative
   * @param limit most bytes
   */
  BodyBuffer(ByteBufAllocator allocator, Door door, long announced, long limit) {
    this.allocator = allocator;
    this.door = door;
    this.announced = announced;
    this.limit = limit;
  }

  long limit() {
    return limit;
  }

  Appended append(ByteBuf chunk) {
    long length = (long) bytes.readableBytes() + chunk.readableBytes();
    if (length > limit) {
      return Appended.TOO_LARGE;
    }
    if (length > bytes.capacity() && !grow(length)) {
      return Appended.NO_ROOM;
    }
    bytes.writeBytes(chunk);
    return Appended.FITTED;
  }

  private boolean grow(long length) {
    int old = bytes.capacity();
    long most = announced >= 0 ? announced : limit;
    long first = announced >= 0 ? Math.min(announced, FIRST) : FIRST_UNANNOUNCED;
    int capacity = (int) Math.max(length, Math.min(most, old == 0 ? first : old * 4L));
    if (!door.reserve(capacity)) {
      return false;
    }
    ByteBuf larger = allocator.directBuffer(capacity, capacity);
    larger.writeBytes(bytes);
    bytes.release();
    door.release(old);
    bytes = larger;
    return true;
  }

  ByteBuffer view() {
    return bytes.isReadable() ? bytes.nioBuffer() : ByteBuffer.allocate(0);
  }

  void free() {
    door.release(bytes.capacity());
    bytes.release();
    bytes = Unpooled.EMPTY_BUFFER;
  }
}
