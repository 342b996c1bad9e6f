package dev.hearth.server;

import dev.hearth.server.api.Reports;
import dev.hearth.server.api.Samples;
import dev.hearth.server.api.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A machine that always says the same. */
final class FixedSurroundings {
  private FixedSurroundings() {}

  /** A machine with the GPU of {@link ScriptedEngine}, which shares the machine's memory. */
  static Surroundings ofAnApu() {
    return new Surroundings(FixedSurroundings::sample, reports());
  }

  private static Samples.Sample sample() {
    return new Samples.Sample(
        OptionalDouble.of(0.25),
        OptionalLong.of(300L << 20),
        OptionalLong.of(9L << 30),
        List.of(
            new Samples.AcceleratorSample(
                "pci-0000:c4:00.0",
                "AMD Radeon 780M",
                false,
                OptionalDouble.of(0.5),
                new Samples.Amount(OptionalLong.of(400L << 20), OptionalLong.of(512L << 20)),
                new Samples.Amount(OptionalLong.of(2L << 30), OptionalLong.of(14L << 30)),
                new Samples.Sensors(
                    OptionalDouble.of(18.5),
                    OptionalDouble.of(61),
                    OptionalLong.of(2_700_000_000L),
                    OptionalLong.of(2_800_000_000L))),
            new Samples.AcceleratorSample(
                "pci-0000:01:00.0",
                "a \"second\" card",
                true,
                OptionalDouble.empty(),
                new Samples.Amount(OptionalLong.empty(), OptionalLong.empty()),
                new Samples.Amount(OptionalLong.empty(), OptionalLong.empty()),
                Samples.Sensors.none())));
  }

  private static Reports reports() {
    return new Reports() {
      @Override
      public List<Finding> findings() {
        return List.of(
            new Finding(
                "vulkan.render-node",
                "fail",
                "vulkan",
                "You may not open /dev/dri/renderD128.",
                "crw-rw---- root render",
                "sudo usermod -aG render $USER"),
            new Finding("hearth.java", "pass", "", "Java 25 is here.", "25.0.1", ""));
      }

      @Override
      public List<ServiceVerdict> services() {
        return List.of(
            new ServiceVerdict(
                "ollama",
                "ON_CPU",
                "It computes on the CPU: /api/ps says size_vram 0.",
                Optional.of("2026-01-02T03:04:05Z")),
            new ServiceVerdict(
                "immich-ml",
                "UNVERIFIED",
                "Nobody has looked where it computes: hearth verify immich-ml",
                Optional.empty()));
      }
    };
  }
}
