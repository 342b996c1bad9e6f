package dev.hearth.planning.doctor;

import dev.hearth.planning.Backend;
import java.util.List;
import java.util.Optional;

/** All rules there are. */
final class Rules {
  static final List<BackendRules> BACKENDS =
      List.of(
          new RocmRules(),
          new CudaRules(),
          new OpenVinoRules(),
          new ArmNnRules(),
          new RknnRules(),
          new VulkanRules());

  static final List<SupervisorRules> SUPERVISORS =
      List.of(
          new QuadletRules(),
          new ComposeRules(),
          new SystemdRules(),
          new KubernetesRules(),
          new EmbeddedRules());

  private Rules() {}

  /** The rules of a backend; the CPU's are of another kind. */
  static Optional<BackendRules> of(Backend backend) {
    return BACKENDS.stream().filter(rules -> rules.backend() == backend).findFirst();
  }
}
