package dev.hearth.evidence.verification;

import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.witness.Observation;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.usage.ServiceMarks;
import dev.hearth.planning.Backend;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * What is to be verified.
 *
 * @param service its id: immich-ml
 * @param backend where it should compute
 * @param accelerators on which of them
 * @param setup what its files already say: a CPU image computes nowhere else
 * @param marks how its processes are known; asked when the verification begins, for a container
 *     gets a new id with every start
 * @param workload what it is given to do; unknown, with the reason, where it cannot be given any
 * @param log what its log says, by the rules of the service
 * @param since from when its log counts: when it was started
 * @param reference what the CPU needed and answered, as far as it was recorded
 * @param timing how long to look
 */
public record Case(
    String service,
    Backend backend,
    List<Accelerator> accelerators,
    Testimony setup,
    Function<Machine, Reading<ServiceMarks>> marks,
    Reading<Workload> workload,
    LogReading log,
    Instant since,
    Reading<Observation.Reference> reference,
    Timing timing) {
  public Case {
    accelerators = List.copyOf(accelerators);
  }
}
