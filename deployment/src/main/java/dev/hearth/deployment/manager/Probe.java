package dev.hearth.deployment.manager;

import java.util.List;

/** How a service is asked whether it is well, as plain data: a journal holds it over a crash. */
public sealed interface Probe {
  /** A page that answers 200 on this machine. */
  record Http(String host, int port, String path) implements Probe {}

  /** A program inside the container, or on this machine for a unit, that ends with 0. */
  record Inside(List<String> argv) implements Probe {
    public Inside {
      argv = List.copyOf(argv);
    }
  }
}
