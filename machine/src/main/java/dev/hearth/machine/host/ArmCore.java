package dev.hearth.machine.host;

import java.util.Map;

/**
 * A kind of Arm core. Source: {@code CPU implementer} and {@code CPU part} of /proc/cpuinfo, which
 * are those of the MIDR_EL1 register.
 *
 * @param implementer as 0x41
 * @param part as 0xd0b
 */
record ArmCore(String implementer, String part) {
  /** Arm Limited, Broadcom, NVIDIA, Fujitsu, HiSilicon, Phytium and Ampere, by their manuals. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("0x41 0xd03", "Cortex-A53"),
          Map.entry("0x41 0xd04", "Cortex-A35"),
          Map.entry("0x41 0xd05", "Cortex-A55"),
          Map.entry("0x41 0xd07", "Cortex-A57"),
          Map.entry("0x41 0xd08", "Cortex-A72"),
          Map.entry("0x41 0xd09", "Cortex-A73"),
          Map.entry("0x41 0xd0a", "Cortex-A75"),
          Map.entry("0x41 0xd0b", "Cortex-A76"),
          Map.entry("0x41 0xd0c", "Neoverse-N1"),
          Map.entry("0x41 0xd0d", "Cortex-A77"),
          Map.entry("0x41 0xd40", "Neoverse-V1"),
          Map.entry("0x41 0xd41", "Cortex-A78"),
          Map.entry("0x41 0xd42", "Cortex-A78AE"),
          Map.entry("0x41 0xd44", "Cortex-X1"),
          Map.entry("0x41 0xd46", "Cortex-A510"),
          Map.entry("0x41 0xd47", "Cortex-A710"),
          Map.entry("0x41 0xd48", "Cortex-X2"),
          Map.entry("0x41 0xd49", "Neoverse-N2"),
          Map.entry("0x41 0xd4d", "Cortex-A715"),
          Map.entry("0x41 0xd4e", "Cortex-X3"),
          Map.entry("0x41 0xd4f", "Neoverse-V2"),
          Map.entry("0x42 0x516", "ThunderX2"),
          Map.entry("0x43 0x0af", "ThunderX2-99xx"),
          Map.entry("0x46 0x001", "A64FX"),
          Map.entry("0x48 0xd01", "Kunpeng-920"),
          Map.entry("0x4e 0x004", "Carmel"),
          Map.entry("0x61 0x022", "Icestorm-M1"),
          Map.entry("0x61 0x023", "Firestorm-M1"),
          Map.entry("0x61 0x032", "Blizzard-M2"),
          Map.entry("0x61 0x033", "Avalanche-M2"),
          Map.entry("0x70 0x662", "FTC662"),
          Map.entry("0x70 0x663", "FTC663"),
          Map.entry("0xc0 0xac3", "Ampere-1"),
          Map.entry("0xc0 0xac4", "Ampere-1a"));

  /** The core's name, or its two numbers where it has none here. */
  String name() {
    return NAMES.getOrDefault(implementer + " " + part, "Arm core " + implementer + " " + part);
  }
}
