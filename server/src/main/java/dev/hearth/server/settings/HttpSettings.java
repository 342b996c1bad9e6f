package dev.hearth.server.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * How the HTTP server listens, and the limits that bound its memory and its waits.
 *
 * @param host address to listen on; {@code [::]} and {@code 0.0.0.0} are all addresses
 * @param port 0 lets the system choose
 * @param keepAlive how long a connection may idle between requests; zero closes it after each
 * @param readTimeout longest pause of a client while it sends a request
 * @param requestTimeout from the last byte of a request to its answer; also the longest a client
 *     may take to send one
 * @param bodyLimit largest photo, in bytes
 * @param bufferedLimit bytes of bodies held at the same time, over all requests
 * @param inFlightLimit requests being received or answered at the same time
 * @param batchLimit texts in one {@code /embed} or JSON {@code /predict} request
 * @param drain how long {@code close()} waits for requests that were admitted
 * @param access who is let in
 */
public record HttpSettings(
    String host,
    int port,
    Duration keepAlive,
    Duration readTimeout,
    Duration requestTimeout,
    long bodyLimit,
    long bufferedLimit,
    int inFlightLimit,
    int batchLimit,
    Duration drain,
    Access access) {

  /** With everybody let in. */
  public HttpSettings(
      String host,
      int port,
      Duration keepAlive,
      Duration readTimeout,
      Duration requestTimeout,
      long bodyLimit,
      long bufferedLimit,
      int inFlightLimit,
      int batchLimit,
      Duration drain) {
    this(
        host,
        port,
        keepAlive,
        readTimeout,
        requestTimeout,
        bodyLimit,
        bufferedLimit,
        inFlightLimit,
        batchLimit,
        drain,
        Access.open());
  }

  /**
   * Who is let in.
   *
   * @param token what a client has to know; empty for nothing
   * @param all whether also for what Immich and health checks ask, which send no token
   */
  public record Access(Optional<Settings.Secret> token, boolean all) {
    /** Everybody. */
    public static Access open() {
      return new Access(Optional.empty(), false);
    }
  }
}
