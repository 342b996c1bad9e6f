package dev.hearth.cli;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.service.Operation;
import dev.hearth.planning.service.ServiceDescription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;

/**
 * Where a container's twin listens. A service in the host's own network has its twin there, too:
 * otherwise one of the two would be asked through an engine's forwarding.
 *
 * @param port in the host's network; empty where a port is published
 * @param environment that keeps it to the loopback address there
 */
record TwinNetwork(Optional<Integer> port, Map<String, String> environment) {
  private static final String PORT = "PORT";
  private static final String THIS_MACHINE = "127.0.0.1";

  static TwinNetwork of(ServiceDescription service, Present present) {
    Optional<String> variable =
        service
            .operation()
            .flatMap(Operation::portVariable)
            .filter(name -> present.hostNetwork() && name.endsWith(PORT));
    return variable
        .map(name ->
            new TwinNetwork(
                Optional.of(free()),
                Map.of(name.substring(0, name.length() - PORT.length()) + "HOST", THIS_MACHINE)))
        .orElseGet(() -> new TwinNetwork(Optional.empty(), Map.of()));
  }

  /** Another program may take it before the twin does, which then says so and ends. */
  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "No port is free for the twin",
              String.valueOf(failed.getMessage()),
              "End what takes all ports: ss -tlnp"));
    }
  }
}
