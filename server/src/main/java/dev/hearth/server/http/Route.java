package dev.hearth.server.http;

import dev.hearth.server.wire.Dialect;
import java.util.Optional;

/**
 * One path and method.
 *
 * @param method as in the request line; GET also answers HEAD
 * @param kind where it runs and whether it needs admission
 * @param dialect of its errors; empty: by the request's content type
 */
public record Route(
    String method, String path, Kind kind, Optional<Dialect> dialect, Endpoint endpoint) {

  /** Where an endpoint runs. */
  public enum Kind {
    /** On the event loop, at once: must not wait for anything. */
    QUICK,
    /** On a virtual thread, always admitted. */
    STATUS,
    /** On a virtual thread, if there is room; takes bodies up to the limit. */
    WORK,
    /**
     * On a virtual thread, once a second as long as anybody listens: each answer's body, one line,
     * is an event for all who do.
     */
    STREAM
  }
}
