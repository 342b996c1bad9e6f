package dev.hearth.cli.choice;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.machine.Problem;
import dev.hearth.machine.survey.Survey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What there is to choose from.
 *
 * @param survey the machine
 * @param adapters what its Vulkan drivers offer, software last; empty where none was asked
 * @param trouble why the Vulkan drivers could not be asked
 * @param installed the providers whose runtime is installed
 * @param architecture the processor's, in the words of the JVM: {@code amd64}
 */
public record Offers(
    Survey survey,
    List<VulkanAdapter> adapters,
    Optional<Problem> trouble,
    Set<Provider> installed,
    String architecture) {
  public Offers {
    adapters = List.copyOf(adapters);
    installed = Set.copyOf(installed);
  }

  /**
   * Whether the runtimes that are fetched, and not given by a path, are made for this processor.
   */
  boolean fetchable() {
    return architecture.equals("amd64") || architecture.equals("x86_64");
  }
}
