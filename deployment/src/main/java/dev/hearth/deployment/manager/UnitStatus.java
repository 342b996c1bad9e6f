package dev.hearth.deployment.manager;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code systemctl show} prints of a unit. Pure.
 *
 * @param properties by name; one that a line repeats counts by its last
 */
record UnitStatus(Map<String, String> properties) {
  static final List<String> ASKED =
      List.of(
          "LoadState",
          "ActiveState",
          "SubState",
          "Result",
          "NRestarts",
          "ExecMainStatus",
          "MainPID",
          "Environment",
          "PrivateDevices",
          "DevicePolicy",
          "DeviceAllow");

  UnitStatus {
    properties = Map.copyOf(properties);
  }

  /** Reads lines of name and value; a property of several lines is put together by blanks. */
  static UnitStatus parse(String text) {
    Map<String, String> properties = new HashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        properties.merge(
            line.substring(0, equals),
            line.substring(equals + 1),
            (before, more) -> more.isEmpty() ? before : before + " " + more);
      }
    }
    return new UnitStatus(properties);
  }

  String property(String name) {
    return properties.getOrDefault(name, "");
  }

  /** Whether systemd has read a file of that name. */
  boolean exists() {
    return !properties.isEmpty() && !property("LoadState").equals("not-found");
  }

  Optional<Integer> mainPid() {
    return number("MainPID").filter(pid -> pid > 0);
  }

  State state() {
    if (!exists()) {
      return new State(State.Phase.ABSENT, "not found", 0);
    }
    return new State(phase(), detail(), number("NRestarts").orElse(0));
  }

  private State.Phase phase() {
    return switch (property("ActiveState")) {
      case "active", "reloading", "refreshing" ->
          // A unit whose program has ended by itself may still be called active.
          property("SubState").equals("exited") ? State.Phase.STOPPED : State.Phase.RUNNING;
      case "activating" -> State.Phase.STARTING;
      case "failed", "maintenance" -> State.Phase.FAILED;
      default -> loaded() ? State.Phase.STOPPED : State.Phase.FAILED;
    };
  }

  private boolean loaded() {
    return property("LoadState").isEmpty() || property("LoadState").equals("loaded");
  }

  private String detail() {
    StringBuilder detail =
        new StringBuilder(property("ActiveState"))
            .append(" (")
            .append(property("SubState"))
            .append(')');
    if (!loaded()) {
      detail.append(", ").append(property("LoadState"));
    }
    String result = property("Result");
    if (!result.isEmpty() && !result.equals("success")) {
      detail.append(", ").append(result);
      number("ExecMainStatus")
          .filter(status -> status != 0)
          .ifPresent(status -> detail.append(' ').append(status));
    }
    return detail.toString();
  }

  private Optional<Integer> number(String name) {
    try {
      return Optional.of(Integer.parseInt(property(name)));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
