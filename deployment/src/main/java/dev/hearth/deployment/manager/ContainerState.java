package dev.hearth.deployment.manager;

import dev.hearth.machine.Json;
import java.util.List;
import java.util.Optional;

/**
 * What Podman and Docker tell of one container: an element of {@code inspect}. Pure.
 *
 * @param state as others see it
 * @param pid of its first process; empty where it does not run
 * @param devices as the container sees those that it was given by path
 * @param privileged whether it sees all
 */
record ContainerState(State state, Optional<Long> pid, List<String> devices, boolean privileged) {
  private static final long TERMINATED = 143;
  private static final long KILLED = 137;

  ContainerState {
    devices = List.copyOf(devices);
  }

  /** Reads the answer for one container; empty where it is none. */
  static Optional<ContainerState> parse(String text) {
    return Json.parse(text, "inspect").asOptional().stream()
        .flatMap(all -> all.items().stream())
        .filter(container -> container.member("State").isPresent())
        .findFirst()
        .map(ContainerState::of);
  }

  private static ContainerState of(Json container) {
    Json state = container.member("State").orElse(new Json.Nothing());
    Json host = container.member("HostConfig").orElse(new Json.Nothing());
    int restarts = container.number("RestartCount").map(ContainerState::small).orElse(0);
    return new ContainerState(
        new State(phase(state), detail(state), restarts),
        state.number("Pid").filter(pid -> pid > 0),
        host.items("Devices").stream()
            .flatMap(device -> device.text("PathInContainer").stream())
            .toList(),
        host.truth("Privileged").orElse(false));
  }

  private static int small(long number) {
    return Math.clamp(number, 0, Integer.MAX_VALUE);
  }

  private static State.Phase phase(Json state) {
    return switch (state.text("Status").orElse("")) {
      case "running" -> State.Phase.RUNNING;
      case "restarting", "initialized" -> State.Phase.STARTING;
      case "exited" -> ended(state);
      case "dead" -> State.Phase.FAILED;
      default -> State.Phase.STOPPED;
    };
  }

  /** Who is asked to stop ends with 0, or says that it was asked; who is deaf is killed. */
  private static State.Phase ended(Json state) {
    long code = state.number("ExitCode").orElse(0L);
    boolean asked = code == 0 || code == TERMINATED || code == KILLED;
    return asked && !state.truth("OOMKilled").orElse(false)
        ? State.Phase.STOPPED
        : State.Phase.FAILED;
  }

  private static String detail(Json state) {
    String status = state.text("Status").orElse("unknown");
    String code =
        status.equals("running") ? "" : state.number("ExitCode").map(it -> " " + it).orElse("");
    String memory = state.truth("OOMKilled").orElse(false) ? ", out of memory" : "";
    String error =
        state.text("Error").filter(it -> !it.isBlank()).map(it -> ", " + it.strip()).orElse("");
    return status + code + memory + error;
  }
}
