package dev.hearth.evidence.service;

import dev.hearth.evidence.sample.Subject;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.evidence.witness.NodesObserver;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.usage.ServiceMarks;
import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.service.ServiceDescription;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Where a service should compute, by how it is set up.
 *
 * @param backend the one it was built for, as far as this machine has something for it
 * @param accelerators that it may use; none on the CPU
 * @param setup what its files say of that
 */
public record Expected(Backend backend, List<Accelerator> accelerators, Testimony setup) {
  public Expected {
    accelerators = List.copyOf(accelerators);
  }

  /** Where a plan puts it. */
  public static Expected of(Plan plan, List<Accelerator> accelerators) {
    List<Accelerator> chosen =
        accelerators.stream().filter(each -> plan.accelerators().contains(each.id())).toList();
    return new Expected(
        plan.backend(),
        chosen,
        Testimony.speaking(
            Witness.SETUP, Weight.NECESSARY, "it was set up for " + plan.backend().label()));
  }

  /**
   * Where one that runs already should, by its image and by what it sees.
   *
   * @param built what it was built for
   * @param logged the backend that its log names, if it does
   * @param accelerators of this machine
   * @param inside which of these paths it sees; unknown where nobody can tell
   */
  public static Expected of(
      Built built,
      Optional<Backend> logged,
      List<Accelerator> accelerators,
      Function<List<String>, Reading<Set<String>>> inside) {
    Set<Backend> candidates = built.backends();
    List<Backend> order =
        candidates.stream()
            .filter(each -> each != Backend.CPU)
            .sorted(Comparator.comparing(each -> logged.filter(each::equals).isEmpty()))
            .toList();
    for (Backend backend : order) {
      List<Accelerator> seen = seen(backend, fitting(backend, accelerators), inside);
      if (!seen.isEmpty()) {
        return new Expected(
            backend,
            seen,
            Testimony.speaking(Witness.SETUP, Weight.NECESSARY, built.says(backend)));
      }
    }
    if (order.isEmpty()) {
      return nowhere(Backend.CPU, List.of(), built.says(Backend.CPU));
    }
    Backend backend = candidates.contains(Backend.CPU) ? Backend.CPU : order.getFirst();
    List<Accelerator> here =
        order.stream().flatMap(each -> fitting(each, accelerators).stream()).distinct().toList();
    return here.isEmpty()
        ? nowhere(backend, here, "this machine has no accelerator that it could use")
        : nowhere(
            backend,
            fitting(backend, here),
            "it was given none of this machine's accelerators: it sees no node of them");
  }

  private static Expected nowhere(Backend backend, List<Accelerator> here, String reason) {
    return new Expected(backend, here, Testimony.against(Witness.SETUP, Weight.NECESSARY, reason));
  }

  /**
   * What a service was built for.
   *
   * @param backends it may compute on
   * @param image that says so; empty for a program
   */
  public record Built(Set<Backend> backends, Optional<String> image) {
    public Built {
      backends = backends.isEmpty() ? Set.of() : EnumSet.copyOf(backends);
    }

    /** By its description and image. */
    public static Built of(ServiceDescription service, Optional<String> image) {
      return new Built(Tags.backends(service, image), image);
    }

    /** The one it was built for, where there is only one. */
    public Optional<Backend> backend() {
      return backends.size() == 1 ? backends.stream().findFirst() : Optional.empty();
    }

    private String says(Backend backend) {
      return image
          .map(each -> "its image is for " + backend.label() + ": " + each)
          .orElse("it is a program that can use " + backend.label());
    }
  }

  /** Those that a backend computes on. */
  private static List<Accelerator> fitting(Backend backend, List<Accelerator> all) {
    return all.stream()
        .filter(each ->
            switch (backend) {
              case CPU -> false;
              case ROCM -> each.vendor() == Vendor.AMD && each.kind() == Accelerator.Kind.GPU;
              case CUDA -> each.vendor() == Vendor.NVIDIA;
              case OPENVINO -> each.vendor() == Vendor.INTEL;
              case ARMNN -> each.vendor() == Vendor.ARM;
              case RKNN -> each.vendor() == Vendor.ROCKCHIP;
              case VULKAN -> each.kind() == Accelerator.Kind.GPU;
            })
        .toList();
  }

  /** Those of which it sees a node; all where nobody can tell what it sees. */
  private static List<Accelerator> seen(
      Backend backend,
      List<Accelerator> fitting,
      Function<List<String>, Reading<Set<String>>> inside) {
    if (fitting.isEmpty()) {
      return fitting;
    }
    List<String> wanted = NodesObserver.wanted(new Subject("", backend, fitting, NOBODY));
    return switch (inside.apply(wanted)) {
      case Reading.Unknown<Set<String>> _ -> fitting;
      case Reading.Known<Set<String>>(Set<String> seen) -> {
        List<Accelerator> own = fitting.stream().filter(each -> isSeen(each, seen)).toList();
        // A container may have given the nodes other numbers.
        yield own.isEmpty() && !seen.isEmpty() ? fitting : own;
      }
    };
  }

  private static final ServiceMarks NOBODY = new ServiceMarks(Set.of(), Set.of(), Set.of());

  /** KFD's node is one for all GPUs, and tells them not apart. */
  private static boolean isSeen(Accelerator accelerator, Set<String> seen) {
    return accelerator.nodes().stream()
        .filter(node -> node.role() != DeviceNode.Role.KFD)
        .map(DeviceNode::path)
        .anyMatch(seen::contains);
  }
}
