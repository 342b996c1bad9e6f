package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Host;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.remedy.Remedies;
import java.util.List;

/** Hearth itself: nothing more is needed. */
final class EmbeddedRules implements SupervisorRules {
  @Override
  public Supervisor supervisor() {
    return Supervisor.EMBEDDED;
  }

  @Override
  public boolean present(Host host) {
    return true;
  }

  @Override
  public List<Finding> examine(Host host, Remedies remedies) {
    return List.of();
  }

  @Override
  public List<Finding> devices(Case examined, Accelerator accelerator, List<DeviceNode> nodes) {
    return List.of();
  }
}
