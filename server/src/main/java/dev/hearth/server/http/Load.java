package dev.hearth.server.http;

import dev.hearth.server.settings.HttpSettings;

/** What goes on in a server, for its metrics. */
public final class Load {
  private final Door door;
  private final Traffic traffic = new Traffic();

  public Load(HttpSettings settings) {
    door = new Door(settings.inFlightLimit(), settings.bufferedLimit());
  }

  Door door() {
    return door;
  }

  public Traffic traffic() {
    return traffic;
  }

  /** Requests being received or answered. */
  public int inFlight() {
    return door.requestsInside();
  }

  /** Bytes of bodies held in memory. */
  public long bufferedBytes() {
    return door.bytesInside();
  }
}
