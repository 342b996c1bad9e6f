package dev.hearth.cli.choice;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.model.Task;
import dev.hearth.server.settings.Devices;
import dev.hearth.server.settings.Settings;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for.
 *
 * @param words what is to compute each task's models, one of {@link Devices#WORDS}
 * @param accelerator which GPU: PCI address, render node or part of a name
 * @param ids which of several GPUs, by their PCI addresses; empty for the best
 */
public record Wishes(Map<Task, String> words, Optional<String> accelerator, List<Integer> ids) {
  public Wishes {
    words = Map.copyOf(words);
    ids = List.copyOf(ids);
  }

  /** The wishes of the settings: every task has a word, and there are no more ids than workers. */
  public static Wishes of(Settings.Compute compute) {
    Map<Task, String> words = new EnumMap<>(Task.class);
    for (Task task : Task.values()) {
      words.put(task, compute.devices().getOrDefault(task, compute.device()));
    }
    List<Integer> ids = compute.deviceIds();
    int used = Math.min(ids.size(), compute.workers().orElse(ids.size()));
    return new Wishes(words, compute.accelerator(), ids.subList(0, used));
  }

  String word(Task task) {
    return words.getOrDefault(task, Devices.AUTO);
  }

  boolean anyIs(String word) {
    return words.containsValue(word);
  }

  /** Whether nothing but the processor may compute, so that no GPU need be looked for. */
  public boolean onlyCpu() {
    return accelerator.isEmpty() && words.values().stream().allMatch(Provider.CPU.key()::equals);
  }

  /** Whether a GPU was asked for by a word of its own, so that the CPU instead would be a lie. */
  public boolean insists() {
    return accelerator.isPresent() || !providers().isEmpty();
  }

  /** Whether only Vulkan's drivers can tell if the wish can be obeyed. */
  public boolean namesVulkan() {
    return accelerator.isPresent() || anyIs(Provider.VULKAN.key());
  }

  /** Whether something is left to choose. */
  public boolean leavesOpen() {
    return anyIs(Devices.AUTO);
  }

  /** The providers asked for by name, the processor left out. */
  List<Provider> providers() {
    return Arrays.stream(Provider.values())
        .filter(provider -> provider != Provider.CPU && anyIs(provider.key()))
        .toList();
  }
}
