package dev.hearth.cli;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.survey.Survey;
import dev.hearth.machine.vulkan.PhysicalDevice;
import dev.hearth.machine.vulkan.VulkanEnumeration;
import java.nio.file.Path;
import java.util.List;

/** {@code --probe}: what the Vulkan drivers of this machine really offer. */
final class VulkanProbing {
  private VulkanProbing() {}

  static Reading<List<PhysicalDevice>> devices(Survey survey, boolean live) {
    if (!live) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "The drivers of another machine cannot be loaded here",
          "Leave out --probe, or --root.");
    }
    return survey.host().vulkan().loader().map(Path::of).flatMap(VulkanEnumeration::enumerate);
  }
}
