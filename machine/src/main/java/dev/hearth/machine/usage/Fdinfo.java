package dev.hearth.machine.usage;

import dev.hearth.machine.accelerator.PciAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a DRM driver tells of one handle: {@code key:<blanks>value [unit]}. Source: the
 * kernel's Documentation/gpu/drm-usage-stats.rst, and what amdgpu wrote before Linux 5.19.
 */
final class Fdinfo {
  private static final String ENGINE = "drm-engine-";
  private static final String CAPACITY = "drm-engine-capacity-";
  private static final String CYCLES = "drm-cycles-";
  private static final String TOTAL_CYCLES = "drm-total-cycles-";

  /** Of the words for one region's memory, the best first; memory- is the old one for resident-. */
  private static final String[] MEMORY = {"drm-resident-", "drm-memory-", "drm-total-"};

  /** More than any machine has; so that no sum of regions overflows. */
  private static final long MOST_BYTES = 1L << 50;

  private final Map<String, String> values = new HashMap<>();

  private Fdinfo(String text) {
    for (String line : (Iterable<String>) text.lines()::iterator) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        values.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
  }

  /** The client; empty where the handle is of no DRM driver, or of one that tells nothing. */
  static Optional<DrmClient> parse(String text) {
    Fdinfo fdinfo = new Fdinfo(text);
    return fdinfo.present("drm-driver") ? fdinfo.client() : fdinfo.oldClient();
  }

  private Optional<DrmClient> client() {
    return value("drm-client-id")
        .map(id ->
            new DrmClient(
                values.getOrDefault("drm-driver", ""),
                value("drm-pdev").flatMap(PciAddress::parse),
                id,
                engines(),
                cycles(),
                memory()));
  }

  /** amdgpu before Linux 5.19: pdev, pasid, "vram mem"; engines as shares, which no delta needs. */
  private Optional<DrmClient> oldClient() {
    Optional<PciAddress> address = value("pdev").flatMap(PciAddress::parse);
    Optional<String> id = value("pasid");
    if (address.isEmpty() || id.isEmpty() || !present("vram mem")) {
      return Optional.empty();
    }
    Map<String, Long> memory = new HashMap<>();
    for (String region : new String[] {"vram", "gtt", "cpu"}) {
      value(region + " mem").flatMap(Fdinfo::bytes).ifPresent(it -> memory.put(region, it));
    }
    return Optional.of(
        new DrmClient(DrmClient.OLD_AMDGPU, address, id.get(), Map.of(), Map.of(), memory));
  }

  private Map<String, Long> engines() {
    Map<String, Long> engines = new HashMap<>();
    values.forEach((key, value) -> {
      if (key.startsWith(ENGINE) && !key.startsWith(CAPACITY)) {
        number(value).ifPresent(it -> engines.put(key.substring(ENGINE.length()), it));
      }
    });
    return engines;
  }

  private Map<String, DrmClient.Cycles> cycles() {
    Map<String, DrmClient.Cycles> cycles = new HashMap<>();
    values.forEach((key, value) -> {
      if (key.startsWith(CYCLES)) {
        String engine = key.substring(CYCLES.length());
        Optional<Long> total = value(TOTAL_CYCLES + engine).flatMap(Fdinfo::number);
        number(value).ifPresent(it -> cycles.put(engine, new DrmClient.Cycles(it, total)));
      }
    });
    return cycles;
  }

  private Map<String, Long> memory() {
    Map<String, Long> memory = new HashMap<>();
    for (String word : MEMORY) {
      values.forEach((key, value) -> {
        if (key.startsWith(word) && !key.startsWith(TOTAL_CYCLES)) {
          bytes(value).ifPresent(it -> memory.putIfAbsent(key.substring(word.length()), it));
        }
      });
    }
    return memory;
  }

  private boolean present(String key) {
    return values.containsKey(key);
  }

  private Optional<String> value(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }

  /** The number in front; its unit is left aside. */
  private static Optional<Long> number(String value) {
    int blank = value.indexOf(' ');
    try {
      long number = Long.parseLong(blank < 0 ? value : value.substring(0, blank));
      return number >= 0 ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Optional<Long> bytes(String value) {
    long unit =
        value.endsWith(" KiB") || value.endsWith(" kB")
            ? 1L << 10
            : value.endsWith(" MiB") ? 1L << 20 : value.endsWith(" GiB") ? 1L << 30 : 1;
    return number(value).filter(it -> it <= MOST_BYTES / unit).map(it -> it * unit);
  }
}
