package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is counted of devices beyond the life of single models. */
final class DeviceCounts {
  private final Map<Device, Duration> busy = new ConcurrentHashMap<>();
  private final Map<Device, Long> takenOff = new ConcurrentHashMap<>();

  /** Keeps the time of a model that is no more. */
  void freed(Loaded model) {
    for (int i = 0; i < model.devices().size(); i++) {
      busy.merge(model.devices().get(i), model.busy(i), Duration::plus);
    }
  }

  /** Time of freed models. */
  Duration busy(Device device) {
    return busy.getOrDefault(device, Duration.ZERO);
  }

  void takeOff(Device device) {
    takenOff.merge(device, 1L, Long::sum);
  }

  long takenOff(Device device) {
    return takenOff.getOrDefault(device, 0L);
  }
}
