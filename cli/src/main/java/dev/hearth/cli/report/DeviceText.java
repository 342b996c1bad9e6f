package dev.hearth.cli.report;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.engine.Computing;
import dev.hearth.inference.model.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What computes, and why, as {@code hearth up} says it first. */
public final class DeviceText {
  private static final int INDENT = 12;

  private DeviceText() {}

  /**
   * The lines for all devices.
   *
   * @param runtime the native runtime's version and origin; said where more than the CPU computes
   */
  public static List<String> of(Computing computing, String runtime) {
    Map<Computing.Choice, List<Task>> choices = new LinkedHashMap<>();
    for (Task task : Task.values()) {
      choices.computeIfAbsent(computing.of(task), _ -> new ArrayList<>()).add(task);
    }
    List<String> lines = new ArrayList<>();
    choices.forEach((choice, tasks) -> {
      String label = lines.isEmpty() ? "  device" : "";
      String which = choices.size() > 1 ? " for " + names(tasks) : "";
      if (choice.devices().equals(List.of(Device.CPU))) {
        lines.addAll(
            Wrapped.labelled(label, "cpu" + which + " (" + choice.because() + ")", INDENT));
      } else {
        lines.addAll(Wrapped.labelled(label, gpus(choice) + which, INDENT));
        lines.addAll(Wrapped.lines(choice.because(), INDENT));
      }
    });
    if (computing.devices().stream().anyMatch(device -> !device.isCpu())) {
      lines.addAll(Wrapped.labelled("  runtime", runtime, INDENT));
    }
    return lines;
  }

  private static String gpus(Computing.Choice choice) {
    String provider = choice.devices().getFirst().provider().key();
    return provider
        + ": "
        + choice.devices().stream().map(DeviceText::named).collect(Collectors.joining("; "));
  }

  private static String named(Device device) {
    String name = device.isCpu() ? "cpu" : device.name();
    String where = device.pciAddress().map(address -> ", " + address).orElse("");
    return name + where + (device.software() ? ", software: the processor plays the GPU" : "");
  }

  private static String names(List<Task> tasks) {
    return tasks.stream().map(Task::wireName).collect(Collectors.joining(", "));
  }
}
