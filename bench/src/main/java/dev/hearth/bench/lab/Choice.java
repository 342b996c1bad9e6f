package dev.hearth.bench.lab;

import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which of a machine's Vulkan adapters is measured. */
final class Choice {
  private Choice() {}

  /**
   * The first whose name or address holds the text; without a text the first that is hardware: what
   * the processor plays is measured only when asked for by name.
   */
  static VulkanAdapter among(List<VulkanAdapter> all, String wanted) {
    String text = wanted.toLowerCase(Locale.ROOT);
    return all.stream()
        .filter(each -> text.isEmpty() ? !each.software() : says(each, text))
        .findFirst()
        .orElseThrow(() -> new ProblemException(none(all, wanted)));
  }

  private static boolean says(VulkanAdapter adapter, String text) {
    return describe(adapter).toLowerCase(Locale.ROOT).contains(text);
  }

  private static String describe(VulkanAdapter adapter) {
    return adapter.properties().name()
        + adapter.device().pciAddress().map(address -> " at " + address).orElse("")
        + (adapter.software() ? " (software)" : "");
  }

  private static Problem none(List<VulkanAdapter> all, String wanted) {
    String there =
        all.isEmpty()
            ? "the Vulkan loader shows no adapter"
            : all.stream().map(Choice::describe).collect(Collectors.joining(", "));
    String remedy =
        all.isEmpty()
            ? "Install the GPU's Vulkan driver, or name its manifest in VK_DRIVER_FILES."
            : "Name one of them: --adapter TEXT";
    String what =
        wanted.isEmpty()
            ? "There is no Vulkan adapter that is a GPU"
            : "There is no Vulkan adapter like \"" + wanted + '"';
    return new Problem(Problem.Kind.NOT_FOUND, what, there, remedy);
  }
}
