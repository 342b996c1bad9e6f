package dev.hearth.cli;

import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.inference.runtime.VulkanAdapters;
import dev.hearth.machine.Machine;
import dev.hearth.machine.survey.Survey;
import java.util.List;

/** The machine as the choice of devices asks for it: each question only when it matters. */
interface MachineView {
  /** What there is, by files alone. */
  Survey survey();

  /**
   * What the Vulkan drivers offer; loads them all.
   *
   * @throws dev.hearth.machine.ProblemException when there is no Vulkan loader
   */
  List<VulkanAdapter> adapters();

  /** The processor's architecture, in the words of the JVM. */
  String architecture();

  /** The machine this runs on. */
  static MachineView live() {
    Machine machine = RootOption.machine(null);
    return new MachineView() {
      @Override
      public Survey survey() {
        return Looking.quick(machine, true);
      }

      @Override
      public List<VulkanAdapter> adapters() {
        return VulkanAdapters.list(machine);
      }

      @Override
      public String architecture() {
        return Greeting.architecture();
      }
    };
  }
}
