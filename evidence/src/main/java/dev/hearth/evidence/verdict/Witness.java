package dev.hearth.evidence.verdict;

import java.util.Locale;

/** Who testifies. */
public enum Witness {
  SETUP("how it is set up"),
  DEVICE_NODES("device nodes inside the service"),
  OPEN_HANDLES("open handles of its processes"),
  KFD("KFD queues and memory"),
  FDINFO("engine time by DRM fdinfo"),
  NVML("NVIDIA's driver"),
  DEVICE_BUSY("busy time of the device"),
  DEVICE_MEMORY("memory of the device"),
  POWER("power of the device"),
  LOG("the service's log"),
  API("the service's own word"),
  SPEED("speed beside the CPU's"),
  ANSWERS("answers beside the CPU's"),
  PROBE("the probe itself");

  private final String title;

  Witness(String title) {
    this.title = title;
  }

  /** As people read it. */
  public String title() {
    return title;
  }

  /** As JSON writes it: open-handles. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
