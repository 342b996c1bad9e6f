package dev.hearth.inference.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A stream from the network that ends with an exception when no byte comes for too long. */
final class StallGuard extends FilterInputStream {
  private final Duration patience;
  private final Thread watcher;
  private volatile long lastByte = System.nanoTime();
  private volatile boolean stalled;

  StallGuard(InputStream stream, Duration patience) {
    super(stream);
    this.patience = patience;
    this.watcher = Thread.ofVirtual().name("stall-guard").start(this::watch);
  }

  private void watch() {
    try {
      for (long idle = 0; idle < patience.toNanos(); idle = System.nanoTime() - lastByte) {
        Thread.sleep(Duration.ofNanos(patience.toNanos() - idle).plusMillis(1));
      }
      stalled = true;
      in.close();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException alreadyBroken) {
      stalled = true;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = in.read(bytes, offset, length);
      lastByte = System.nanoTime();
      if (count < 0 && stalled) {
        throw new IOException("the stream was closed");
      }
      return count;
    } catch (IOException broken) {
      if (stalled) {
        throw new IOException("no byte came for " + patience.toMillis() + " ms", broken);
      }
      throw broken;
    }
  }

  @Override
  public void close() throws IOException {
    watcher.interrupt();
    super.close();
  }
}
