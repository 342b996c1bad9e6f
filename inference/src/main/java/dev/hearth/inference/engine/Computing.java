package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.model.Task;
import java.util.List;
import java.util.Map;

/**
 * Which devices compute which models.
 *
 * @param byTask the devices of each task; every task has at least one
 */
public record Computing(Map<Task, Choice> byTask) {
  public Computing {
    byTask = Map.copyOf(byTask);
  }

  /**
   * The devices of one task's models.
   *
   * @param devices one or more; requests are spread over them by free capacity
   * @param mayFallBack whether a model that fails on a device may go to the processor: only where
   *     nobody asked for the device
   * @param because why these, for people: {@code auto: the only GPU with a Vulkan driver}
   */
  public record Choice(List<Device> devices, boolean mayFallBack, String because) {
    public Choice {
      devices = List.copyOf(devices);
      if (devices.isEmpty()) {
        throw new IllegalArgumentException("a task without a device");
      }
    }
  }

  /** The same for all tasks. */
  public static Computing everywhere(Choice choice) {
    Map<Task, Choice> all = new java.util.EnumMap<>(Task.class);
    for (Task task : Task.values()) {
      all.put(task, choice);
    }
    return new Computing(all);
  }

  /** All on the processor, because nothing else was said. */
  public static Computing cpu() {
    return everywhere(new Choice(List.of(Device.CPU), false, "as set"));
  }

  /** The choice for a task. */
  public Choice of(Task task) {
    Choice choice = byTask.get(task);
    if (choice == null) {
      throw new IllegalStateException("no device for " + task);
    }
    return choice;
  }

  /** Every device that is used, without repetition, in the order of the tasks. */
  public List<Device> devices() {
    return java.util.Arrays.stream(Task.values())
        .flatMap(task -> of(task).devices().stream())
        .distinct()
        .toList();
  }
}
