package dev.hearth.bench;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** Addresses that load may be put on: this machine's own, and no other. */
final class Loopback {
  private Loopback() {}

  /**
   * The address of a server.
   *
   * @param url {@code http://127.0.0.1:PORT}
   * @throws ProblemException {@code BAD_SETTING} when it is anything else than a loopback address
   */
  static InetSocketAddress of(String url) {
    URI uri = parse(url);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() <= 0) {
      throw refused(url, "it is not of the form http://127.0.0.1:PORT");
    }
    try {
      InetAddress address = InetAddress.getByName(uri.getHost());
      if (!address.isLoopbackAddress()) {
        throw refused(url, address.getHostAddress() + " is not a loopback address");
      }
      return new InetSocketAddress(address, uri.getPort());
    } catch (UnknownHostException unknown) {
      throw refused(url, "no host of the name " + uri.getHost());
    }
  }

  private static URI parse(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException malformed) {
      throw refused(url, String.valueOf(malformed.getMessage()));
    }
  }

  private static ProblemException refused(String url, String evidence) {
    return new ProblemException(
        new Problem(
            Problem.Kind.BAD_SETTING,
            "No load is put on " + url,
            evidence,
            "Run the bench on the server's own machine: --url http://127.0.0.1:PORT"));
  }
}
