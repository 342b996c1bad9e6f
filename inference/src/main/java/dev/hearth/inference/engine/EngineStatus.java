package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Proof;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The engine at one moment.
 *
 * @param devices what computes; the first does most tasks
 * @param ready whether all models to preload are loaded and warm
 * @param models loaded or loading
 */
public record EngineStatus(List<DeviceStatus> devices, boolean ready, List<LoadedModel> models) {
  public EngineStatus {
    devices = List.copyOf(devices);
    models = List.copyOf(models);
  }

  /** What computes, for people: "CPU, 2 threads a model". */
  public String device() {
    return devices.getFirst().description();
  }

  /** Its short name: {@code cpu}, {@code vulkan}, … */
  public String backend() {
    return devices.getFirst().device().provider().key();
  }

  /**
   * One device.
   *
   * @param device what it is
   * @param description for people
   * @param because why it was chosen
   * @param busy time spent in runs since the start, of all models together
   * @param takenOff how often since the start a model that was meant for it could not stay there
   */
  public record DeviceStatus(
      Device device, String description, String because, Duration busy, long takenOff) {
    /** A device that every model stayed on. */
    public DeviceStatus(Device device, String description, String because, Duration busy) {
      this(device, description, because, busy, 0);
    }
  }

  /**
   * One model in memory.
   *
   * @param state {@code loading}, {@code loaded} or {@code failed}
   * @param device that computes it
   * @param proof what was seen when it first ran there; empty on the processor and while loading
   * @param takenOff why it does not compute where it was meant to, or does not compute at all
   * @param waiting requests in its queue
   * @param runs sessions run since it was loaded
   * @param idle time since its last use
   */
  public record LoadedModel(
      Task task,
      ModelType type,
      ModelName name,
      String state,
      Device device,
      Optional<Proof> proof,
      Optional<String> takenOff,
      int waiting,
      long runs,
      Duration idle) {}
}
