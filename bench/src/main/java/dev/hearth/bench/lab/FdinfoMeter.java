package dev.hearth.bench.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What the kernel's DRM drivers tell of this process. Source: {@code /proc/self/fdinfo/N}, keys
 * {@code drm-engine-…} (ns) and {@code drm-memory-vram}, {@code drm-total-vram0} (KiB), see the
 * kernel's drm-usage-stats; amdgpu, i915, xe and others, not NVIDIA's own driver.
 */
final class FdinfoMeter implements DeviceMeter {
  private static final List<String> ENGINES =
      List.of("drm-engine-compute", "drm-engine-gfx", "drm-engine-render", "drm-engine-gpu");
  private static final List<String> MEMORY =
      List.of("drm-total-vram", "drm-total-vram0", "drm-memory-vram", "drm-total-system0");
  private static final long KIBIBYTE = 1024;

  private final Path folder;

  FdinfoMeter(Path folder) {
    this.folder = folder;
  }

  /** Whether a driver of this process tells anything now. */
  boolean tells() {
    return !clients().isEmpty();
  }

  @Override
  public Optional<Long> memory() {
    return clients().values().stream()
        .map(client -> first(client, MEMORY).map(kib -> kib * KIBIBYTE))
        .flatMap(Optional::stream)
        .reduce(Long::sum);
  }

  @Override
  public Stretch begin() {
    long began = System.nanoTime();
    Optional<Long> before = engineNanos();
    return () -> {
      Optional<Long> now = engineNanos();
      long elapsed = System.nanoTime() - began;
      return before.isEmpty() || now.isEmpty() || elapsed <= 0
          ? OptionalDouble.empty()
          : OptionalDouble.of((double) (now.get() - before.get()) / elapsed);
    };
  }

  @Override
  public String source() {
    return "fdinfo of this process";
  }

  @Override
  public void close() {}

  private Optional<Long> engineNanos() {
    return clients().values().stream()
        .flatMap(client -> ENGINES.stream().map(client::get).filter(java.util.Objects::nonNull))
        .reduce(Long::sum);
  }

  private static Optional<Long> first(Map<String, Long> client, List<String> keys) {
    return keys.stream().map(client::get).filter(java.util.Objects::nonNull).findFirst();
  }

  /** Numbers by key, once for each client: several descriptors may belong to one. */
  private Map<String, Map<String, Long>> clients() {
    Map<String, Map<String, Long>> clients = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Map<String, Long> numbers = new HashMap<>();
        String client = read(file, numbers);
        if (!client.isEmpty() && !numbers.isEmpty()) {
          clients.put(client, numbers);
        }
      }
    } catch (IOException _) {
      // A system without it tells nothing.
    }
    return clients;
  }

  private static String read(Path file, Map<String, Long> numbers) {
    String client = "";
    String device = "";
    try {
      for (String line : Files.readAllLines(file)) {
        int colon = line.indexOf(':');
        String key = colon < 0 ? "" : line.substring(0, colon).strip();
        String value = colon < 0 ? "" : line.substring(colon + 1).strip();
        if (key.equals("drm-client-id")) {
          client = value;
        } else if (key.equals("drm-pdev")) {
          device = value;
        } else if (key.startsWith("drm-")) {
          number(value).ifPresent(number -> numbers.put(key, number));
        }
      }
    } catch (IOException _) {
      // The descriptor was closed meanwhile.
    }
    return client.isEmpty() ? "" : device + "/" + client;
  }

  private static Optional<Long> number(String value) {
    int blank = value.indexOf(' ');
    try {
      return Optional.of(Long.parseLong(blank < 0 ? value : value.substring(0, blank)));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
