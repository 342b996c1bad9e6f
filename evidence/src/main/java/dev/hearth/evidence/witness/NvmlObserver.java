package dev.hearth.evidence.witness;

import dev.hearth.evidence.sample.Sample;
import dev.hearth.evidence.sample.Subject;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.nvml.NvmlUse;
import dev.hearth.machine.usage.ProcessId;
import dev.hearth.planning.Backend;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * NVIDIA's GPUs, by the driver's list of processes. Memory of one of the service's processes
 * proves, unless the whole GPU stood still all the while: a context alone takes hundreds of MiB.
 */
public final class NvmlObserver implements Observer {
  private static final long LEAST_MEMORY = 32L << 20;

  @Override
  public Testimony testify(Observation observation) {
    Subject subject = observation.subject();
    if (!subject.has(Vendor.NVIDIA)) {
      return Testimony.silent(Witness.NVML, "there is no GPU of NVIDIA's");
    }
    if (subject.accelerators().stream().anyMatch(each -> each.details() instanceof Details.Wsl)) {
      return Testimony.silent(Witness.NVML, "under WSL2 the driver lists no processes");
    }
    return switch (observation.steady()) {
      case Reading.Unknown<Set<ProcessId>>(String reason) -> Testimony.silent(Witness.NVML, reason);
      case Reading.Known<Set<ProcessId>>(Set<ProcessId> steady) ->
          switch (observation.work().getLast().hostNumbers()) {
            case Reading.Unknown<Boolean>(String reason) -> Testimony.silent(Witness.NVML, reason);
            case Reading.Known<Boolean> _ -> testify(observation, steady);
          };
    };
  }

  private static Testimony testify(Observation observation, Set<ProcessId> steady) {
    List<NvmlUse> uses =
        observation.work().stream()
            .flatMap(sample -> uses(observation.subject(), sample))
            .filter(use -> use.processes().asOptional().isPresent())
            .toList();
    if (uses.isEmpty()) {
      return Testimony.silent(Witness.NVML, reason(observation));
    }
    Set<Integer> pids = steady.stream().map(ProcessId::pid).collect(Collectors.toSet());
    List<NvmlUse.Occupant> own =
        uses.stream()
            .flatMap(use -> use.processes().orElse(List.of()).stream())
            .filter(process -> pids.contains(process.pid()))
            .toList();
    return own.isEmpty() ? none(observation) : some(uses, own);
  }

  private static Testimony some(List<NvmlUse> uses, List<NvmlUse.Occupant> own) {
    long memory = own.stream().mapToLong(each -> each.memoryBytes().orElse(0L)).max().orElse(0);
    List<Integer> busy =
        uses.stream().flatMap(use -> use.busyPercent().asOptional().stream()).toList();
    int peak = busy.stream().mapToInt(percent -> percent).max().orElse(0);
    String having =
        "process " + own.getFirst().pid() + " has " + (memory >> 20) + " MiB on the GPU";
    if (memory < LEAST_MEMORY) {
      return Testimony.speaking(Witness.NVML, Weight.SUPPORT, having);
    }
    if (busy.isEmpty()) {
      return Testimony.speaking(Witness.NVML, Weight.PROOF, having);
    }
    return peak > 0
        ? Testimony.speaking(
            Witness.NVML, Weight.PROOF, having + ", which was up to " + peak + " % busy")
        : Testimony.speaking(
            Witness.NVML, Weight.SUPPORT, having + ", but the GPU stood still all the while");
  }

  private static Testimony none(Observation observation) {
    return observation.worked() && observation.subject().backend() == Backend.CUDA
        ? Testimony.against(
            Witness.NVML,
            Weight.NECESSARY,
            "the driver lists none of its processes on the GPU while it worked")
        : Testimony.silent(Witness.NVML, "the driver lists none of its processes");
  }

  /** The subject's GPUs in a sample. */
  static Stream<NvmlUse> uses(Subject subject, Sample sample) {
    return sample.nvml().orElse(List.of()).stream()
        .filter(use -> subject.addresses().contains(use.gpu()));
  }

  private static String reason(Observation observation) {
    return observation.work().getLast().nvml() instanceof Reading.Unknown<?>(String reason)
        ? reason
        : "the driver lists no processes of this GPU";
  }
}
