package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Host;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.remedy.Remedies;
import java.util.List;

/** A cluster: what it can do is not to be seen from the files of one machine. */
final class KubernetesRules implements SupervisorRules {
  private static final About KUBERNETES = About.area("kubernetes");
  private static final String DOCS = "Kubernetes docs: device plugins";

  @Override
  public Supervisor supervisor() {
    return Supervisor.KUBERNETES;
  }

  @Override
  public boolean present(Host host) {
    return host.engines().kubernetes().asOptional().isPresent();
  }

  @Override
  public List<Finding> examine(Host host, Remedies remedies) {
    return present(host)
        ? List.of(
            KUBERNETES
                .pass("present", "a Kubernetes is installed")
                .because(Evidence.of(host.engines().kubernetes()))
                .source(DOCS))
        : List.of();
  }

  @Override
  public List<Finding> devices(Case examined, Accelerator accelerator, List<DeviceNode> nodes) {
    return List.of(
        KUBERNETES
            .skip(
                "device-plugin",
                "whether the cluster has a device plugin is not to be seen from here")
            .because(Evidence.of(examined.host().engines().kubernetes()))
            .remedy(
                "kubectl describe node  # tells it, under Allocatable: amd.com/gpu, nvidia.com/gpu")
            .source(DOCS));
  }
}
