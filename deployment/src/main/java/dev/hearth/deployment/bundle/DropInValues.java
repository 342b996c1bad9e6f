package dev.hearth.deployment.bundle;

import dev.hearth.machine.Machine;
import dev.hearth.planning.Version;
import dev.hearth.planning.gfx.OverrideValue;
import dev.hearth.planning.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a drop-in for Ollama's unit says, and no more than that.
 *
 * @param environment in order
 * @param groups that own device nodes, of those that this machine has, by name
 */
public record DropInValues(List<Variable> environment, List<String> groups) {
  private static final Version DROPS_INTEGRATED = new Version(List.of(0, 30, 0));
  private static final List<String> GROUPS = List.of("render", "video");
  private static final String GROUP_FILE = "/etc/group";

  public DropInValues {
    environment = List.copyOf(environment);
    groups = List.copyOf(groups);
  }

  /**
   * The GPU that Ollama is to use.
   *
   * @param override what it must pretend to be; empty where its kernels are there
   * @param integrated whether it shares the machine's memory
   * @param visible its number or GPU-UUID as ROCm has it; empty where it is the only AMD GPU
   */
  public record Gpu(
      Optional<OverrideValue> override, boolean integrated, Optional<String> visible) {}

  /** The values for a version of Ollama on a machine. */
  public static DropInValues of(Machine machine, Version ollama, Gpu gpu) {
    List<Variable> all = new ArrayList<>();
    gpu.override()
        .ifPresent(override ->
            all.add(
                new Variable(
                    "HSA_OVERRIDE_GFX_VERSION",
                    override.value(),
                    "there are kernels for " + override.target() + ", not for this GPU")));
    if (gpu.integrated() && ollama.atLeast(DROPS_INTEGRATED)) {
      all.add(new Variable("OLLAMA_IGPU_ENABLE", "1", "Ollama since 0.30.0 drops integrated GPUs"));
    }
    gpu.visible()
        .ifPresent(each ->
            all.add(new Variable("ROCR_VISIBLE_DEVICES", each, "hides the other GPUs from ROCm")));
    return new DropInValues(all, groups(machine));
  }

  /** A unit that names a group which is not there does not start. */
  private static List<String> groups(Machine machine) {
    var there =
        machine.lines(GROUP_FILE).orElse(List.of()).stream()
            .map(line -> line.substring(0, Math.max(0, line.indexOf(':'))))
            .collect(Collectors.toSet());
    return GROUPS.stream().filter(there::contains).toList();
  }
}
