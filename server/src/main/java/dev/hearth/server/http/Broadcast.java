package dev.hearth.server.http;

import dev.hearth.inference.runtime.Ticket;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The events of one route, for all who listen: made once a second off the event loop, and only
 * while anybody listens. All methods run on the event loop, except where noted.
 */
final class Broadcast {
  /** Beyond this many, listeners are refused: each keeps a connection and gets each event. */
  static final int MOST_LISTENERS = 8;

  private static final System.Logger LOG = System.getLogger("dev.hearth.server");
  private static final long PERIOD_MILLIS = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Tells the client that the server lives, where an event takes longer than the period. */
  private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final Route route;
  private final Set<Listener> listeners = new LinkedHashSet<>();
  private Optional<byte[]> latest = Optional.empty();
  private boolean ticking;
  private boolean making;

  Broadcast(Route route) {
    this.route = route;
  }

  boolean full() {
    return listeners.size() >= MOST_LISTENERS;
  }

  void join(Listener listener, EventLoop loop) {
    listeners.add(listener);
    if (ticking) {
      latest.ifPresent(event -> listener.send(Unpooled.wrappedBuffer(event)));
    } else {
      ticking = true;
      tick(loop);
    }
  }

  void leave(Listener listener) {
    listeners.remove(listener);
  }

  private void tick(EventLoop loop) {
    if (listeners.isEmpty() || loop.isShuttingDown()) {
      ticking = false;
      latest = Optional.empty();
      return;
    }
    if (making) {
      send(HEARTBEAT);
    } else {
      making = true;
      var _ = Thread.startVirtualThread(() -> make(loop));
    }
    var _ = loop.schedule(() -> tick(loop), PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Runs on a virtual thread. */
  private void make(EventLoop loop) {
    byte[] event = HEARTBEAT;
    try {
      event = event();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, "No event for " + route.path(), e);
    } finally {
      byte[] made = event;
      if (!loop.isShuttingDown()) {
        loop.execute(() -> {
          making = false;
          latest = Optional.of(made);
          send(made);
        });
      }
    }
  }

  private byte[] event() {
    Request request =
        new Request(
            route.method(),
            route.path(),
            Optional.empty(),
            Optional.empty(),
            ByteBuffer.allocate(0));
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
    route.endpoint().answer(request, Ticket.lasting(PATIENCE)).body().accept(event);
    event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
    return event.toByteArray();
  }

  private void send(byte[] event) {
    List.copyOf(listeners).forEach(listener -> listener.send(Unpooled.wrappedBuffer(event)));
  }
}
