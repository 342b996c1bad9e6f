package dev.hearth.evidence.witness;

import dev.hearth.evidence.sample.ProcessSample;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.DrmClient;
import dev.hearth.machine.usage.KfdUse;
import dev.hearth.machine.usage.ProcessId;
import dev.hearth.planning.Backend;
import java.util.List;
import java.util.Set;

/**
 * ROCm, by the kernel's own books. A compute queue is needed for any work; with memory, occupied
 * compute units or copies it proves. A queue alone does not: the runtime makes one when it is
 * loaded, and a provider whose nodes all went to the CPU keeps it (Immich issue 30701). Nor does
 * memory on a GPU that stood still while the service worked.
 */
public final class KfdObserver implements Observer {
  /** Less is what the runtime takes for itself. */
  static final long LEAST_MEMORY = 32L << 20;

  /** Fewer may all have fallen between two requests. */
  private static final int ENOUGH_LOOKS = 5;

  @Override
  public Testimony testify(Observation observation) {
    if (observation.subject().backend() != Backend.ROCM) {
      return Testimony.silent(Witness.KFD, "only ROCm computes through KFD");
    }
    Set<Long> gpus = observation.subject().gpuIds();
    if (gpus.isEmpty()) {
      return Testimony.silent(Witness.KFD, "KFD knows no such GPU");
    }
    return switch (observation.steady()) {
      case Reading.Unknown<Set<ProcessId>>(String reason) -> Testimony.silent(Witness.KFD, reason);
      case Reading.Known<Set<ProcessId>>(Set<ProcessId> steady) ->
          switch (observation.work().getLast().hostNumbers()) {
            case Reading.Unknown<Boolean>(String reason) -> Testimony.silent(Witness.KFD, reason);
            case Reading.Known<Boolean> _ -> testify(observation, observation.of(steady));
          };
    };
  }

  private static Testimony testify(Observation observation, List<ProcessSample> processes) {
    List<KfdUse> uses =
        processes.stream()
            .flatMap(process -> process.kfd().values().stream())
            .flatMap(use -> use.asOptional().stream())
            .toList();
    if (uses.isEmpty()) {
      return absent(observation, processes);
    }
    int queues = uses.stream().mapToInt(KfdUse::queues).max().orElse(0);
    if (queues == 0) {
      return observation.worked()
          ? Testimony.against(
              Witness.KFD,
              Weight.PROOF,
              "it has opened KFD, but had no compute queue on this GPU while it worked")
          : Testimony.silent(Witness.KFD, "the probe did no work");
    }
    String having = "it had " + queues + (queues == 1 ? " queue" : " queues") + " on the GPU";
    long units = uses.stream().mapToLong(use -> use.occupancy().orElse(0L)).max().orElse(0);
    if (units > 0) {
      return Testimony.speaking(
          Witness.KFD,
          Weight.PROOF,
          having + " and " + units + " of its compute units were occupied");
    }
    long memory =
        Math.max(
            uses.stream().mapToLong(use -> use.vramBytes().orElse(0L)).max().orElse(0),
            shared(observation, processes));
    if (memory < LEAST_MEMORY) {
      return Testimony.speaking(
          Witness.KFD,
          Weight.SUPPORT,
          having + ", but hardly any memory and no occupied unit was seen");
    }
    String holding = having + " and " + (memory >> 20) + " MiB of its memory";
    return stoodStill(observation)
        ? Testimony.speaking(
            Witness.KFD, Weight.SUPPORT, holding + ", but the GPU stood still all the while")
        : Testimony.speaking(Witness.KFD, Weight.PROOF, holding);
  }

  /** A model may have been brought there, and the work be done elsewhere. */
  private static boolean stoodStill(Observation observation) {
    List<Integer> busy =
        observation.work().stream()
            .flatMap(sample -> sample.devices().values().stream())
            .flatMap(device -> device.busyPercent().asOptional().stream())
            .toList();
    return observation.worked()
        && busy.size() >= ENOUGH_LOOKS
        && busy.stream().allMatch(percent -> percent == 0);
  }

  /** Everybody may read these files, so a process that is not there has not opened KFD. */
  private static Testimony absent(Observation observation, List<ProcessSample> processes) {
    String reason =
        processes.stream()
            .flatMap(process -> process.kfd().values().stream())
            .map(KfdObserver::reason)
            .filter(said -> !said.isEmpty())
            .findFirst()
            .orElse("KFD was not asked");
    return reason.endsWith("does not exist") && observation.worked() && told(observation)
        ? Testimony.against(
            Witness.KFD, Weight.NECESSARY, "none of its processes has opened KFD: " + reason)
        : Testimony.silent(Witness.KFD, reason);
  }

  private static boolean told(Observation observation) {
    return observation.work().stream().allMatch(sample -> sample.kfdTold().orElse(false));
  }

  private static String reason(Reading<KfdUse> use) {
    return use instanceof Reading.Unknown<KfdUse>(String reason) ? reason : "";
  }

  /** On integrated GPUs the data lies in GTT, which only fdinfo tells. */
  private static long shared(Observation observation, List<ProcessSample> processes) {
    return processes.stream()
        .flatMap(process -> process.handles().asOptional().stream())
        .flatMap(handles -> handles.clients().stream())
        .filter(client ->
            client.address().stream().anyMatch(observation.subject().addresses()::contains))
        .mapToLong(DrmClient::deviceMemory)
        .max()
        .orElse(0);
  }
}
