package dev.hearth.server.api;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.engine.EngineStatus.DeviceStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** How busy each device was since it was last looked at. */
final class BusyShares {
  /** What is longer ago says nothing about now. */
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

  private final Map<Device, Duration> before = new HashMap<>();
  private long at;

  /** The part of the time since the last call, 0 to 1; nothing where that is too long ago. */
  synchronized Map<Device, OptionalDouble> since(List<DeviceStatus> devices, long now) {
    long passed = now - at;
    Map<Device, OptionalDouble> shares = new HashMap<>();
    for (DeviceStatus status : devices) {
      Duration last = before.put(status.device(), status.busy());
      boolean known = last != null && passed > 0 && passed <= LONGEST;
      shares.put(
          status.device(),
          known
              ? OptionalDouble.of(
                  Math.clamp((double) status.busy().minus(last).toNanos() / passed, 0, 1))
              : OptionalDouble.empty());
    }
    at = now;
    return shares;
  }
}
