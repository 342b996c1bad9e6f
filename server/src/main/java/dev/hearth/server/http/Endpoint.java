package dev.hearth.server.http;

import dev.hearth.inference.runtime.Ticket;

/** Answers the requests of one path and method. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answers one request; runs on a virtual thread unless the route is quick.
   *
   * @param ticket runs out at the request's deadline and is cancelled when the client goes away
   */
  Answer answer(Request request, Ticket ticket);
}
