package dev.hearth.inference.runtime;

import dev.hearth.machine.Reading;
import dev.hearth.machine.vulkan.PhysicalDevice;
import java.util.List;

/** What the Vulkan drivers show a process with the environment it has now, in their order. */
@FunctionalInterface
interface VisibleDevices {
  Reading<List<PhysicalDevice>> read();
}
