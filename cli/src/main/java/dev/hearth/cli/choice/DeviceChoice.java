package dev.hearth.cli.choice;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.engine.Computing;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.Optional;

/**
 * What computes, and why. A word that was asked for is obeyed or refused, never replaced by another
 * device; only {@code auto} may come to the processor, and says why.
 */
public sealed interface DeviceChoice {

  /** The processor alone, as set. */
  Chosen CPU = new Chosen(Computing.cpu(), Provider.CPU, Optional.empty());

  /** Decides. */
  static DeviceChoice of(Wishes wishes, Offers offers) {
    try {
      return new Chooser(wishes, offers).choose();
    } catch (ProblemException refused) {
      return new Refused(refused.problem());
    }
  }

  /**
   * It can be done.
   *
   * @param computing which devices compute which models
   * @param provider whose runtime is to be loaded; the processor's where nothing else computes
   * @param adapter the only one that this process may see, with Vulkan
   */
  record Chosen(Computing computing, Provider provider, Optional<VulkanAdapter> adapter)
      implements DeviceChoice {}

  /**
   * It could be done if the provider's runtime were installed.
   *
   * @param then what is chosen with it
   * @param otherwise what is chosen without it; empty where a GPU was asked for by name
   */
  record NeedsRuntime(Chosen then, Optional<Chosen> otherwise) implements DeviceChoice {
    public Provider provider() {
      return then.provider();
    }

    /** Why it is refused where it must not be installed and nothing else may compute. */
    public Problem refusal() {
      return Refusals.runtimeMissing(provider());
    }
  }

  /** It cannot be done. */
  record Refused(Problem problem) implements DeviceChoice {}
}
