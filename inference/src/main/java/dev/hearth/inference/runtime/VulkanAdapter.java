package dev.hearth.inference.runtime;

import dev.hearth.inference.device.Device;
import dev.hearth.machine.vulkan.PhysicalDevice;
import java.nio.file.Path;

/**
 * A Vulkan device and the driver that shows it.
 *
 * @param properties as the driver tells them
 * @param manifest of the driver: the only one that the process is shown when this adapter is chosen
 */
public record VulkanAdapter(PhysicalDevice properties, Path manifest) {
  public boolean software() {
    return properties.type() == PhysicalDevice.Type.CPU;
  }

  /** The adapter as a device of the engine. */
  public Device device() {
    return new Device(
        dev.hearth.inference.device.Provider.VULKAN,
        0,
        properties.name(),
        // Software tells an address of zeros, where something else sits.
        properties.pci().asOptional().map(Object::toString).filter(_ -> !software()),
        software());
  }
}
