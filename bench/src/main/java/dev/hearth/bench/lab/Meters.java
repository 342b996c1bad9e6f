package dev.hearth.bench.lab;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Provider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Which meter there is for a device. */
final class Meters {
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin"),
          Path.of("/usr/local/nvidia/bin"),
          Path.of("/usr/lib/wsl/lib"),
          Path.of("/run/current-system/sw/bin"));

  private Meters() {}

  static DeviceMeter of(Device device) {
    if (device.isCpu() || device.software()) {
      return DeviceMeter.none("none: the processor computes");
    }
    if (!nvidia(device)) {
      return new FdinfoMeter(Path.of("/proc/self/fdinfo"));
    }
    Optional<Path> program = SmiMeter.program(folders());
    if (program.isEmpty()) {
      return DeviceMeter.none("none: no nvidia-smi found");
    }
    try {
      return SmiMeter.start(program.get(), device.pciAddress().orElse(""));
    } catch (IOException refused) {
      return DeviceMeter.none("none: " + refused.getMessage());
    }
  }

  private static boolean nvidia(Device device) {
    return device.provider() == Provider.CUDA
        || device.name().toLowerCase(Locale.ROOT).contains("nvidia");
  }

  private static List<Path> folders() {
    String path = System.getenv().getOrDefault("PATH", "");
    Stream<Path> named =
        Arrays.stream(path.split(File.pathSeparator, -1))
            .filter(folder -> folder.startsWith("/"))
            .map(Path::of);
    return Stream.concat(named, PLACES.stream()).distinct().toList();
  }
}
