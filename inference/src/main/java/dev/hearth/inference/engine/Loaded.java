package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Proof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model in memory, and where it went.
 *
 * @param parts the model
 * @param devices that compute it, in the order of each pool's members
 * @param proof what was seen on the first device; empty on the processor
 * @param takenOff why it does not compute where it was meant to
 * @param warmUp what to run before requests come, and what after
 */
record Loaded(
    LoadedParts parts,
    List<Device> devices,
    Optional<Proof> proof,
    Optional<String> takenOff,
    WarmUp warmUp)
    implements AutoCloseable {
  Loaded {
    devices = List.copyOf(devices);
  }

  /** A model on the processor, as everybody wants it. */
  static Loaded onProcessor(LoadedParts parts) {
    return new Loaded(
        parts, List.of(Device.CPU), Optional.empty(), Optional.empty(), WarmUp.NOTHING);
  }

  /** Why it does not compute where it was meant to, now: also devices that were lost since. */
  Optional<String> absence() {
    List<String> reasons = new ArrayList<>(takenOff.stream().toList());
    for (int i = 0; i < devices.size(); i++) {
      int device = i;
      if (parts.sessions().stream().anyMatch(pool -> pool.lost(device))) {
        reasons.add(devices.get(i) + ": it failed, and the model could not be opened there again");
      }
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
  }

  /** Time spent in runs on one device, by its place. */
  Duration busy(int device) {
    return parts.sessions().stream()
        .map(pool -> pool.busy(device))
        .reduce(Duration.ZERO, Duration::plus);
  }

  @Override
  public void close() {
    parts.close();
  }
}
