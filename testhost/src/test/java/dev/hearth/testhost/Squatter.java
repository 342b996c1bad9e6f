package dev.hearth.testhost;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Takes a port in the moment it becomes free, and holds it until standard input ends. */
final class Squatter {
  private Squatter() {}

  /** {@code Squatter PORT}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    while (true) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(port));
        System.out.println("taken");
        while (System.in.read() >= 0) {
          // Only its end matters.
        }
        return;
      } catch (BindException _) {
        Thread.sleep(1);
      }
    }
  }
}
