package dev.hearth.cli;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.engine.Computing;
import dev.hearth.inference.engine.DeviceCheck;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.OnnxSessions;
import dev.hearth.inference.runtime.VulkanAdapters;
import dev.hearth.inference.runtimes.InstalledRuntime;
import dev.hearth.machine.ProblemException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads the native runtime, once for the process, and sees each device compute before any model.
 */
final class RuntimeLoading {
  private static final System.Logger LOG = System.getLogger(RuntimeLoading.class.getName());

  private RuntimeLoading() {}

  /**
   * The runtime that was decided on.
   *
   * @param libraries where the Java binding's libraries lie or are put
   * @param shaders where drivers keep what they compiled
   * @throws ProblemException when a device that was asked for does not compute
   */
  static Loaded load(Acceleration.Decided decided, Path libraries, Path shaders) {
    decided.chosen().adapter().ifPresent(adapter -> VulkanAdapters.show(adapter, shaders));
    OnnxSessions sessions =
        decided
            .runtime()
            .map(runtime -> OnnxSessions.load(runtime.libraries(), libraries))
            .orElseGet(() -> OnnxSessions.load(libraries));
    String version =
        decided.runtime().map(RuntimeLoading::installed).orElseGet(() -> builtIn(sessions));
    Computing computing = checked(decided.chosen().computing(), sessions);
    return new Loaded(sessions, computing, version, libraries);
  }

  private static String installed(InstalledRuntime runtime) {
    return runtime.version() + ", from " + runtime.origin();
  }

  private static String builtIn(OnnxSessions sessions) {
    return sessions.version() + ", built in";
  }

  private static Computing checked(Computing computing, OnnxSessions sessions) {
    Map<Device, ProblemException> failed = new HashMap<>();
    for (Device device : computing.devices()) {
      if (!device.isCpu()) {
        try {
          DeviceCheck.run(sessions, device);
        } catch (ProblemException refused) {
          failed.put(device, refused);
        }
      }
    }
    return failed.isEmpty() ? computing : without(computing, failed);
  }

  /**
   * The same without devices that do not compute: only where nobody asked for them.
   *
   * @throws ProblemException where somebody did
   */
  static Computing without(Computing computing, Map<Device, ProblemException> failed) {
    Map<Task, Computing.Choice> choices = new EnumMap<>(Task.class);
    for (Task task : Task.values()) {
      Computing.Choice choice = computing.of(task);
      List<ProblemException> refused =
          choice.devices().stream().filter(failed::containsKey).map(failed::get).toList();
      if (!refused.isEmpty() && !choice.mayFallBack()) {
        throw refused.getFirst();
      }
      choices.put(
          task,
          refused.isEmpty()
              ? choice
              : new Computing.Choice(
                  List.of(Device.CPU), false, "auto: " + reason(refused.getFirst())));
    }
    failed.values().forEach(refused -> LOG.log(Level.WARNING, refused.getMessage()));
    return new Computing(choices);
  }

  private static String reason(ProblemException refused) {
    return refused.problem().what() + "; " + refused.problem().evidence();
  }
}
