package dev.hearth.evidence.witness;

import java.util.List;
import java.util.Optional;

/** What a service says of where it computes. */
public sealed interface OwnWord {
  /**
   * Ollama, of one model.
   *
   * @param size bytes in all
   * @param onGpu bytes of them in the GPU's memory
   */
  record Model(String name, long size, long onGpu) implements OwnWord {}

  /**
   * Hearth.
   *
   * @param devices those it computes on
   * @param models those that are loaded
   */
  record Engine(List<Device> devices, List<Loaded> models) implements OwnWord {
    public Engine {
      devices = List.copyOf(devices);
      models = List.copyOf(models);
    }
  }

  /**
   * A device of Hearth's.
   *
   * @param backend vulkan, cuda, cpu, …
   * @param pci its address, if it has one
   * @param software whether a driver plays it on the processor
   * @param busySecondsGrown how much longer it had worked after the probe than before
   */
  record Device(
      String name,
      String backend,
      Optional<String> pci,
      boolean software,
      Optional<Double> busySecondsGrown) {}

  /**
   * A model of Hearth's.
   *
   * @param backend where it computes
   * @param takenOff why it was taken off its device, if it was
   * @param runsGrown how many more times it had run after the probe than before
   */
  record Loaded(
      String name, String backend, Optional<String> takenOff, Optional<Double> runsGrown) {}
}
