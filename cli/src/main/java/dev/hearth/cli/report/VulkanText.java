package dev.hearth.cli.report;

import dev.hearth.machine.Reading;
import dev.hearth.machine.vulkan.PhysicalDevice;
import java.util.ArrayList;
import java.util.List;

/** The devices that the loaded Vulkan drivers offer. */
public final class VulkanText {
  private static final int INDENT = 15;

  private VulkanText() {}

  /** Their lines. */
  public static List<String> of(Reading<List<PhysicalDevice>> devices) {
    List<String> lines = new ArrayList<>(List.of(""));
    switch (devices) {
      case Reading.Unknown<List<PhysicalDevice>>(String reason) ->
          lines.addAll(Wrapped.labelled("Vulkan", "no driver was loaded: " + reason, INDENT));
      case Reading.Known<List<PhysicalDevice>>(List<PhysicalDevice> found) -> {
        if (found.isEmpty()) {
          lines.addAll(Wrapped.labelled("Vulkan", "the loaded drivers offer no device", INDENT));
        }
        found.forEach(device -> lines.addAll(Wrapped.labelled("Vulkan", words(device), INDENT)));
      }
    }
    return lines;
  }

  private static String words(PhysicalDevice device) {
    return device.name()
        + " ("
        + (device.type() == PhysicalDevice.Type.CPU
            ? "software on the CPU"
            : SurveyJson.word(device.type()))
        + device.pci().map(at -> ", " + at).orElse("")
        + "), Vulkan "
        + device.apiVersion()
        + device.driverName().map(name -> ", driver " + name).orElse("")
        + device.driverVersion().map(version -> " " + version).orElse("");
  }
}
