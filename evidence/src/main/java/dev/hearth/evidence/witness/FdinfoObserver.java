package dev.hearth.evidence.witness;

import dev.hearth.evidence.sample.ProcessSample;
import dev.hearth.evidence.sample.Subject;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.DrmClient;
import dev.hearth.machine.usage.ProcessId;
import dev.hearth.planning.Backend;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How long the GPU's engines worked for the service's processes while the probe ran. It is the
 * process's own time, so growth proves. ROCm's work does not appear here; Vulkan's and OpenCL's
 * does.
 */
public final class FdinfoObserver implements Observer {
  /** Of the probe's time: more is work, less is what a driver does for itself. */
  private static final double LEAST_SHARE = 0.01;

  /** Below this the engines as good as stood still. */
  private static final double STILL_SHARE = 0.002;

  private static final double LEAST_SECONDS = 0.002;

  /** Their counters stand still until root turns profiling on. */
  private static final Set<String> UNPROFILED = Set.of("panfrost", "panthor");

  @Override
  public Testimony testify(Observation observation) {
    if (observation.done() instanceof Reading.Unknown<Observation.Done>(String reason)) {
      return Testimony.silent(Witness.FDINFO, reason);
    }
    return switch (observation.steady()) {
      case Reading.Unknown<Set<ProcessId>>(String reason) ->
          Testimony.silent(Witness.FDINFO, reason);
      case Reading.Known<Set<ProcessId>>(Set<ProcessId> steady) ->
          testify(observation, observation.of(steady));
    };
  }

  private static Testimony testify(Observation observation, List<ProcessSample> processes) {
    Subject subject = observation.subject();
    EngineGrowth growth = EngineGrowth.of(processes, client -> isOf(subject, client));
    if (growth.clients().isEmpty()) {
      return Testimony.silent(Witness.FDINFO, unseen(processes));
    }
    Duration span = observation.work().getLast().at().minus(observation.work().getFirst().at());
    double seconds = growth.seconds(span);
    double share = span.isPositive() ? seconds / (span.toNanos() / 1e9) : 0;
    String sentence =
        String.format(
            Locale.ROOT,
            "the GPU's engines worked %.3f s for it in %.1f s (%.1f %%)",
            seconds,
            span.toNanos() / 1e9,
            100 * share);
    if (share >= LEAST_SHARE && seconds >= LEAST_SECONDS) {
      return Testimony.speaking(Witness.FDINFO, Weight.PROOF, sentence);
    }
    if (share >= STILL_SHARE) {
      return Testimony.speaking(Witness.FDINFO, Weight.SUPPORT, sentence);
    }
    return still(subject, growth, processes, sentence);
  }

  private static Testimony still(
      Subject subject, EngineGrowth growth, List<ProcessSample> processes, String sentence) {
    if (subject.backend() == Backend.ROCM || subject.backend() == Backend.CUDA) {
      return Testimony.silent(
          Witness.FDINFO, subject.backend().label() + "'s work is not accounted here");
    }
    if (growth.clients().stream().map(DrmClient::driver).anyMatch(UNPROFILED::contains)) {
      return Testimony.silent(
          Witness.FDINFO, "this driver counts only where root has turned profiling on");
    }
    if (processes.stream().anyMatch(process -> process.handles().asOptional().isEmpty())) {
      return Testimony.silent(Witness.FDINFO, unseen(processes));
    }
    return growth.clients().stream().allMatch(FdinfoObserver::counts)
        ? Testimony.against(Witness.FDINFO, Weight.PROOF, sentence)
        : Testimony.silent(Witness.FDINFO, "this driver does not count the engines' time");
  }

  /** amdgpu leaves out engines that never worked; of the others an absent engine tells nothing. */
  private static boolean counts(DrmClient client) {
    return client.driver().equals("amdgpu")
        || !client.engines().isEmpty()
        || !client.cycles().isEmpty();
  }

  /** On platforms without PCI the driver's name has to do. */
  private static boolean isOf(Subject subject, DrmClient client) {
    return client
        .address()
        .map(subject.addresses()::contains)
        .orElseGet(() ->
            subject.accelerators().stream()
                .anyMatch(each -> each.pci().isEmpty() && each.drivenBy(client.driver())));
  }

  private static String unseen(List<ProcessSample> processes) {
    return processes.stream()
        .map(ProcessSample::handles)
        .flatMap(handles ->
            handles instanceof Reading.Unknown<?>(String reason)
                ? List.of(reason).stream()
                : List.<String>of().stream())
        .findFirst()
        .orElse("no process of it has opened this GPU by DRM");
  }
}
