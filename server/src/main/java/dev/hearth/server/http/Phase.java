package dev.hearth.server.http;

/** What a connection is at. */
enum Phase {
  /** Waits for a request. */
  IDLE,
  /** A request arrives. */
  RECEIVING,
  /** A request is being answered. */
  WORKING,
  /** The answer is being sent. */
  WRITING,
  /** Events are sent as they come; what the client sends is not listened to. */
  STREAMING,
  /** The last answer was sent; the client may still be sending and is not listened to. */
  LINGERING
}
