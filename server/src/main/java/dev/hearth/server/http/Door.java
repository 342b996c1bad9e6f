package dev.hearth.server.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Decides how much may be inside at the same time: requests, and bytes of their bodies. */
final class Door {
  private final int requestLimit;
  private final long byteLimit;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Door(int requestLimit, long byteLimit) {
    this.requestLimit = requestLimit;
    this.byteLimit = byteLimit;
  }

  boolean enter() {
    if (requests.incrementAndGet() > requestLimit) {
      requests.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    requests.decrementAndGet();
  }

  boolean reserve(long count) {
    if (bytes.addAndGet(count) > byteLimit) {
      bytes.addAndGet(-count);
      return false;
    }
    return true;
  }

  void release(long count) {
    bytes.addAndGet(-count);
  }

  int requestsInside() {
    return requests.get();
  }

  long bytesInside() {
    return bytes.get();
  }
}
