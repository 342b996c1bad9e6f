package dev.hearth.machine.usage;

import dev.hearth.machine.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the DRM drivers had counted for each client at one moment, to be compared with later.
 *
 * @param nanos the moment, by a clock that only goes forward
 * @param clients by process and client
 */
record BusyTimes(long nanos, Map<Key, DrmClient> clients) {
  /** Engines that did nothing so far are left out by this one. */
  private static final String LEAVES_OUT = "amdgpu";

  /** A client of one process. */
  record Key(ProcessId process, DrmClient.Key client) {}

  BusyTimes {
    clients = Map.copyOf(clients);
  }

  /** Before anything was seen. */
  static BusyTimes none() {
    return new BusyTimes(0, Map.of());
  }

  /** What is counted now. */
  static BusyTimes of(List<DeviceUser> users, long nanos) {
    Map<Key, DrmClient> clients = new HashMap<>();
    for (DeviceUser user : users) {
      for (DrmClient client : user.handles().map(Handles::clients).orElse(List.of())) {
        clients.put(new Key(user.id(), client.key()), client);
      }
    }
    return new BusyTimes(nanos, clients);
  }

  /** The part of the time since then that the busiest engine worked for a client. */
  Reading<Double> shareSince(ProcessId process, DrmClient now, long nanosNow) {
    DrmClient before = clients.get(new Key(process, now.key()));
    long passed = nanosNow - nanos;
    if (before == null || passed <= 0) {
      return Reading.unknown("it was seen only once so far");
    }
    if (!now.cycles().isEmpty()) {
      return cycles(before, now);
    }
    if (now.engines().isEmpty() && !now.driver().equals(LEAVES_OUT)) {
      return Reading.unknown(now.driver() + " does not tell the time of each process");
    }
    double most = 0;
    for (Map.Entry<String, Long> engine : now.engines().entrySet()) {
      // Counters may step back a little.
      long busy = engine.getValue() - before.engines().getOrDefault(engine.getKey(), 0L);
      most = Math.max(most, (double) busy / passed);
    }
    return Reading.known(Math.clamp(most, 0, 1));
  }

  private static Reading<Double> cycles(DrmClient before, DrmClient now) {
    Optional<Double> most = Optional.empty();
    for (Map.Entry<String, DrmClient.Cycles> engine : now.cycles().entrySet()) {
      DrmClient.Cycles was = before.cycles().get(engine.getKey());
      if (was == null || was.total().isEmpty() || engine.getValue().total().isEmpty()) {
        continue;
      }
      long total = engine.getValue().total().get() - was.total().get();
      if (total > 0) {
        double share = (double) (engine.getValue().busy() - was.busy()) / total;
        most = Optional.of(Math.max(most.orElse(0.0), share));
      }
    }
    return most.map(share -> Reading.known(Math.clamp(share, 0, 1)))
        .orElseGet(() -> Reading.unknown(now.driver() + " does not tell all its cycles"));
  }
}
