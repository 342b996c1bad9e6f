package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.planning.Backend;
import java.util.List;
import java.util.Optional;

/** What a backend asks of an accelerator and of the machine around it. */
interface BackendRules {
  Backend backend();

  /** Why this accelerator is not for this backend at all; empty where it is. */
  Optional<String> foreign(Accelerator accelerator);

  /** The nodes that a program opens to compute on it. */
  List<DeviceNode> nodes(Accelerator accelerator);

  /** Every prerequisite, met or not. */
  List<Finding> examine(Case examined, Accelerator accelerator);
}
