package dev.hearth.server;

import dev.hearth.inference.engine.Engine;
import dev.hearth.server.api.About;
import dev.hearth.server.api.Api;
import dev.hearth.server.api.Surroundings;
import dev.hearth.server.http.HttpListener;
import dev.hearth.server.http.Load;
import dev.hearth.server.settings.HttpSettings;
import java.net.InetSocketAddress;

/** The HTTP server over an engine, which stays its caller's to close. */
public final class HearthServer implements AutoCloseable {
  private final HttpListener listener;

  private HearthServer(HttpListener listener) {
    this.listener = listener;
  }

  /**
   * Listens and answers from now on.
   *
   * @throws dev.hearth.machine.ProblemException when the address cannot be bound
   */
  public static HearthServer start(
      HttpSettings settings, Engine engine, About about, Surroundings surroundings) {
    Load load = new Load(settings);
    Api api = new Api(settings, engine, about, surroundings);
    return new HearthServer(HttpListener.start(settings, api.routes(load), load));
  }

  /**
   * Listens and answers from now on, and tells nothing of the machine.
   *
   * @throws dev.hearth.machine.ProblemException when the address cannot be bound
   */
  public static HearthServer start(HttpSettings settings, Engine engine, About about) {
    return start(settings, engine, about, Surroundings.none());
  }

  /** Where it listens, with the port the system chose where 0 was asked for. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /**
   * Stops accepting, lets admitted requests finish within the shutdown time, then closes all
   * connections.
   */
  @Override
  public void close() {
    listener.close();
  }
}
