package dev.hearth.planning.doctor;

import dev.hearth.planning.Backend;
import java.util.Optional;

/**
 * The answer to one prerequisite.
 *
 * @param id stable over releases: {@code rocm.kfd-node}
 * @param status the answer
 * @param backend the backend that needs it; empty where it concerns all, or who runs the service
 * @param acceleratorId the accelerator it is about; empty where it is the same for all
 * @param what what is true, in one sentence
 * @param evidence what was read, and where
 * @param remedy what to type or to set; empty where nothing is to be done, or nothing helps
 * @param source who says that it is needed
 */
public record Finding(
    String id,
    Status status,
    Optional<Backend> backend,
    Optional<String> acceleratorId,
    String what,
    String evidence,
    String remedy,
    String source) {
  Finding remedy(String other) {
    return new Finding(id, status, backend, acceleratorId, what, evidence, other, source);
  }

  public boolean failed() {
    return status == Status.FAIL;
  }
}
