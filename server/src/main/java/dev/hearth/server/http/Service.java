package dev.hearth.server.http;

import dev.hearth.server.settings.HttpSettings;
import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What all connections of a server share. Only used on the event loop, except where noted. */
final class Service {
  /** Beyond this many, new connections are closed at once: each costs a file descriptor. */
  private static final int MOST_CONNECTIONS = 4096;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Routes routes;
  private final HttpSettings settings;
  private final Guard guard;
  private final Door door;
  private final Traffic traffic;
  private final ByteBufAllocator allocator;
  private final InstantSource clock;
  private final Set<Connection> connections = new HashSet<>();
  private final Map<String, Broadcast> broadcasts = new HashMap<>();
  private final CompletableFuture<Void> empty = new CompletableFuture<>();
  private boolean draining;
  private long dateSecond = -1;
  private String date = "";

  Service(
      Routes routes,
      HttpSettings settings,
      Door door,
      Traffic traffic,
      ByteBufAllocator allocator,
      InstantSource clock) {
    this.routes = routes;
    this.settings = settings;
    this.guard = new Guard(settings);
    this.door = door;
    this.traffic = traffic;
    this.allocator = allocator;
    this.clock = clock;
  }

  Routes routes() {
    return routes;
  }

  HttpSettings settings() {
    return settings;
  }

  Guard guard() {
    return guard;
  }

  /** Safe on any thread. */
  Door door() {
    return door;
  }

  /** Safe on any thread. */
  Traffic traffic() {
    return traffic;
  }

  /** Safe on any thread. */
  ByteBufAllocator allocator() {
    return allocator;
  }

  /** The one broadcast of a route. */
  Broadcast broadcast(Route route) {
    return broadcasts.computeIfAbsent(route.path(), _ -> new Broadcast(route));
  }

  boolean draining() {
    return draining;
  }

  boolean add(Connection connection) {
    return !draining && connections.size() < MOST_CONNECTIONS && connections.add(connection);
  }

  void remove(Connection connection) {
    if (connections.remove(connection) && draining && connections.isEmpty()) {
      empty.complete(null);
    }
  }

  /** Looks for connections whose time has run out. */
  void sweep() {
    long now = System.nanoTime();
    List.copyOf(connections).forEach(connection -> connection.checkDeadline(now));
  }

  /** Lets every connection end after the answer it waits for. */
  void drain() {
    draining = true;
    List.copyOf(connections).forEach(Connection::drain);
    if (connections.isEmpty()) {
      empty.complete(null);
    }
  }

  /** Ends every connection now. */
  void abort() {
    List.copyOf(connections).forEach(Connection::abort);
  }

  /** Completes when draining and no connection is left. Safe on any thread. */
  CompletableFuture<Void> empty() {
    return empty;
  }

  /** The Date header, made once a second. */
  String date() {
    long millis = clock.millis();
    if (millis / 1000 != dateSecond) {
      dateSecond = millis / 1000;
      date = DATE.format(Instant.ofEpochMilli(millis));
    }
    return date;
  }
}
