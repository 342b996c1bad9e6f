package dev.hearth.machine.survey;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.host.Host;
import java.util.List;
import java.util.Optional;

/**
 * What was found out about a machine, at one moment.
 *
 * @param host the computer
 * @param accelerators its GPUs and NPUs, GPUs first, discrete before integrated, then by id
 */
public record Survey(Host host, List<Accelerator> accelerators) {
  public Survey {
    accelerators = List.copyOf(accelerators);
  }

  /** The accelerator of an id. */
  public Optional<Accelerator> accelerator(String id) {
    return accelerators.stream().filter(each -> each.id().equals(id)).findFirst();
  }
}
