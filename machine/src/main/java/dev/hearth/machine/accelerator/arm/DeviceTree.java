package dev.hearth.machine.accelerator.arm;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the device tree calls the board. Source: /proc/device-tree/compatible, NUL-separated. */
final class DeviceTree {
  private static final String COMPATIBLE = "/proc/device-tree/compatible";

  private static final String ROCKCHIP = "rockchip,";

  /** Rockchip's chips with an NPU; a letter after the name is a smaller package of the same. */
  private static final List<String> WITH_NPU =
      List.of(
          "rk3562",
          "rk3566",
          "rk3568",
          "rk3576",
          "rk3588",
          "rk3582",
          "rk3583",
          "rk1808",
          "rk3399pro",
          "rv1103",
          "rv1106",
          "rv1109",
          "rv1126");

  private DeviceTree() {}

  /** The board's names, the most exact first. */
  static Reading<List<String>> compatible(Machine machine) {
    return machine
        .bytes(COMPATIBLE)
        .flatMap(bytes -> {
          List<String> names = new ArrayList<>();
          for (String name : new String(bytes, StandardCharsets.UTF_8).split("\0", -1)) {
            if (!name.isBlank()) {
              names.add(name.strip());
            }
          }
          return names.isEmpty()
              ? Reading.unknown(COMPATIBLE + " is empty")
              : Reading.known(List.copyOf(names));
        });
  }

  /** The Rockchip chip of a board: rk3588 for {@code rockchip,rk3588s} too. */
  static Reading<String> rockchip(Machine machine) {
    return compatible(machine)
        .flatMap(names -> {
          for (String name : names.reversed()) {
            if (name.startsWith(ROCKCHIP)) {
              return Reading.known(chip(name.substring(ROCKCHIP.length())));
            }
          }
          return Reading.unknown(COMPATIBLE + " names no chip of Rockchip");
        });
  }

  private static String chip(String name) {
    for (String known : WITH_NPU) {
      if (name.startsWith(known)) {
        return known;
      }
    }
    return name;
  }
}
