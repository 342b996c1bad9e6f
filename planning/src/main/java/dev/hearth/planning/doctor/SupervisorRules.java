package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Host;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.remedy.Remedies;
import java.util.List;

/** What one way of running a service asks of the machine. */
interface SupervisorRules {
  Supervisor supervisor();

  /** Whether there is anything of it here. */
  boolean present(Host host);

  /** What it asks before it runs anything. */
  List<Finding> examine(Host host, Remedies remedies);

  /** What it asks besides, to hand these nodes of an accelerator to the service. */
  List<Finding> devices(Case examined, Accelerator accelerator, List<DeviceNode> nodes);
}
