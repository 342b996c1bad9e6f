package dev.hearth.planning.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a service is reached.
 *
 * @param handedOn ports of a container; empty where the service has the host's own
 * @param moved the port of the service's own that takes the place of its usual first; empty where
 *     it stays
 */
record Ports(List<Port> handedOn, Optional<Integer> moved, int usual) {

  static Ports of(Situation here) {
    List<Integer> inside = here.question().operation().ports();
    int usual = inside.isEmpty() ? 0 : inside.getFirst();
    Optional<Integer> wished = here.wish().port();
    if (here.hostNetwork()) {
      return new Ports(List.of(), wished.or(() -> now(here)), usual);
    }
    List<Port> ports =
        new ArrayList<>(
            here.question()
                .present()
                .map(Present::ports)
                .filter(each -> !each.isEmpty())
                .orElseGet(() -> inside.stream().map(port -> new Port("", port, port)).toList()));
    wished.ifPresent(
        port -> ports.replaceAll(each -> each.inside() == usual ? moved(each, port) : each));
    return new Ports(ports, Optional.empty(), usual);
  }

  private static Port moved(Port port, int outside) {
    return new Port(port.host(), outside, port.inside());
  }

  /** The port that its variable already says. */
  private static Optional<Integer> now(Situation here) {
    return here.present()
        .flatMap(present ->
            here.question()
                .operation()
                .portVariable()
                .flatMap(name -> Optional.ofNullable(present.environment().get(name))))
        .flatMap(Ports::last);
  }

  /** The number at the end of 3003 or 0.0.0.0:11434. */
  private static Optional<Integer> last(String text) {
    String digits = text.substring(text.lastIndexOf(':') + 1);
    return digits.matches("[0-9]{1,5}") ? Optional.of(Integer.valueOf(digits)) : Optional.empty();
  }

  /** A port of the service's own, as it is after all. */
  int inside(int port) {
    return port == usual ? moved.orElse(port) : port;
  }
}
