package dev.hearth.evidence.witness;

import dev.hearth.evidence.sample.ProcessSample;
import dev.hearth.evidence.sample.Subject;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.Handles;
import dev.hearth.machine.usage.ProcessId;
import dev.hearth.planning.Backend;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the service's processes have open. An open handle proves nothing, for many a runtime opens
 * the device and then computes on the CPU; no handle at all refutes.
 */
public final class HandlesObserver implements Observer {
  @Override
  public Testimony testify(Observation observation) {
    return switch (observation.steady()) {
      case Reading.Unknown<Set<ProcessId>>(String reason) ->
          Testimony.silent(Witness.OPEN_HANDLES, reason);
      case Reading.Known<Set<ProcessId>>(Set<ProcessId> steady) ->
          testify(observation, observation.of(steady));
    };
  }

  private static Testimony testify(Observation observation, List<ProcessSample> processes) {
    Set<String> nodes = new TreeSet<>();
    Set<String> hidden = new TreeSet<>();
    for (ProcessSample process : processes) {
      switch (process.handles()) {
        case Reading.Known<Handles>(Handles handles) -> nodes.addAll(handles.nodes());
        case Reading.Unknown<Handles>(String reason) -> hidden.add(reason);
      }
    }
    Subject subject = observation.subject();
    if (nodes.stream().anyMatch(node -> fits(subject.backend(), node))) {
      return Testimony.speaking(
          Witness.OPEN_HANDLES, Weight.NECESSARY, "it has opened " + String.join(", ", nodes));
    }
    if (!hidden.isEmpty()) {
      return Testimony.silent(
          Witness.OPEN_HANDLES,
          hidden.iterator().next() + "; root sees it, and podman unshare what Podman runs here");
    }
    if (!observation.worked()) {
      return Testimony.silent(Witness.OPEN_HANDLES, "the probe did no work, so none need be open");
    }
    return Testimony.against(
        Witness.OPEN_HANDLES,
        Weight.NECESSARY,
        "none of its "
            + processes.stream().map(ProcessSample::id).distinct().count()
            + " processes had a handle of the accelerator while it worked");
  }

  /** Whether a node is of a kind that the backend computes through. */
  static boolean fits(Backend backend, String node) {
    return switch (backend) {
      case CPU -> false;
      case ROCM -> node.endsWith("/kfd") || dxg(node);
      case CUDA -> nvidia(node) || dxg(node);
      case OPENVINO -> render(node) || node.contains("/accel/") || dxg(node);
      case ARMNN -> node.contains("/mali");
      case RKNN -> node.contains("/dri/") || node.contains("/rknpu");
      case VULKAN -> render(node) || nvidia(node) || node.contains("/mali") || dxg(node);
    };
  }

  private static boolean render(String node) {
    return node.contains("/dri/");
  }

  private static boolean nvidia(String node) {
    return node.contains("/nvidia") || node.contains("/nvhost") || node.contains("/nvmap");
  }

  private static boolean dxg(String node) {
    return node.endsWith("/dxg");
  }
}
