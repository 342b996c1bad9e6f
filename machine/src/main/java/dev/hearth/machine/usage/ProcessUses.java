package dev.hearth.machine.usage;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.nvml.NvmlUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings together what DRM, KFD and NVML tell of each process. A client that several processes hold
 * is the first one's; one that holds no memory and never worked is left out.
 *
 * @param accelerators all there are
 * @param before what was counted at the last look
 * @param nanos now, by the clock of the last look
 */
record ProcessUses(List<Accelerator> accelerators, BusyTimes before, long nanos) {
  private static final String UNACCOUNTED = "its driver does not tell it of each process";
  private static final Reading<Long> NO_OCCUPANCY = Reading.unknown("KFD does not tell it");

  /** Memory and time of one process on one accelerator, as far as DRM tells. */
  private record Drawn(Reading<Long> memory, Reading<Double> busy) {
    Drawn and(Drawn other) {
      return new Drawn(
          sum(memory, other.memory).map(Double::longValue),
          sum(busy, other.busy).map(share -> Math.min(share, 1)));
    }

    private static Reading<Double> sum(
        Reading<? extends Number> first, Reading<? extends Number> second) {
      return first.flatMap(one -> second.map(two -> one.doubleValue() + two.doubleValue()));
    }
  }

  /**
   * All processes, by number.
   *
   * @param nvml who NVIDIA's library lists; none where its numbers are not those of /proc
   */
  List<ProcessUse> of(List<DeviceUser> users, Reading<List<NvmlUse>> nvml) {
    Set<DrmClient.Key> taken = new HashSet<>();
    Map<Integer, ProcessUse> all = new TreeMap<>();
    for (DeviceUser user : users) {
      List<ProcessUse.Part> parts = new ArrayList<>(drawing(user, taken));
      parts.addAll(open(user, parts, nvml.asOptional().isPresent()));
      all.put(
          user.id().pid(), new ProcessUse(user.id().pid(), user.program(), user.owner(), parts));
    }
    nvml.orElse(List.of()).forEach(gpu -> occupants(gpu, all));
    return all.values().stream().filter(each -> !each.parts().isEmpty()).toList();
  }

  private List<ProcessUse.Part> drawing(DeviceUser user, Set<DrmClient.Key> taken) {
    Map<String, Drawn> drawn = new HashMap<>();
    for (DrmClient client : user.handles().map(Handles::clients).orElse(List.of())) {
      if (taken.add(client.key()) && !idle(client)) {
        accelerator(client)
            .ifPresent(each ->
                drawn.merge(
                    each.id(),
                    new Drawn(
                        Reading.known(client.deviceMemory()),
                        before.shareSince(user.id(), client, nanos)),
                    Drawn::and));
      }
    }
    List<ProcessUse.Part> parts = new ArrayList<>();
    for (Accelerator each : accelerators) {
      Optional<Drawn> told = Optional.ofNullable(drawn.get(each.id()));
      Optional<KfdUse> kfd = kfd(user, each);
      if (told.isPresent() || kfd.filter(ProcessUses::works).isPresent()) {
        parts.add(part(each, told, kfd));
      }
    }
    return parts;
  }

  /** To open a device is not to use it: log-in managers do for every seat. */
  private static boolean idle(DrmClient client) {
    return client.deviceMemory() == 0
        && client.engines().values().stream().allMatch(time -> time == 0)
        && client.cycles().values().stream().allMatch(cycles -> cycles.busy() == 0);
  }

  private static boolean works(KfdUse use) {
    return use.queues() > 0 || use.vramBytes().orElse(0L) > 0;
  }

  private static ProcessUse.Part part(
      Accelerator accelerator, Optional<Drawn> told, Optional<KfdUse> kfd) {
    Reading<Long> drm = told.map(Drawn::memory).orElseGet(() -> Reading.unknown(UNACCOUNTED));
    // What ROCm allocates is in both, or in one: which, depends on the kernel.
    Reading<Long> memory =
        kfd.map(use -> use.vramBytes().map(bytes -> Math.max(bytes, drm.orElse(0L))).or(() -> drm))
            .orElse(drm);
    boolean queues = kfd.filter(use -> use.queues() > 0).isPresent();
    Reading<Double> busy =
        queues
            ? Reading.unknown("KFD does not account the time of its queues")
            : told.map(Drawn::busy).orElseGet(() -> Reading.unknown(UNACCOUNTED));
    return new ProcessUse.Part(
        accelerator.id(),
        memory,
        busy,
        kfd.map(KfdUse::queues),
        kfd.map(KfdUse::occupancy).orElse(NO_OCCUPANCY));
  }

  /** On a device without PCI the driver alone has to tell. */
  private Optional<Accelerator> accelerator(DrmClient client) {
    if (client.address().isPresent()) {
      return accelerators.stream()
          .filter(each ->
              each.pci().filter(pci -> pci.address().equals(client.address().get())).isPresent())
          .findFirst();
    }
    List<Accelerator> driven =
        accelerators.stream().filter(each -> each.drivenBy(client.driver())).toList();
    return driven.size() == 1 ? Optional.of(driven.getFirst()) : Optional.empty();
  }

  private static Optional<KfdUse> kfd(DeviceUser user, Accelerator accelerator) {
    return accelerator.details() instanceof Details.Amd amd
        ? amd.gpuId().asOptional().flatMap(id -> Optional.ofNullable(user.kfd().get(id)))
        : Optional.empty();
  }

  /** Devices that it has open and whose driver accounts for nothing. */
  private List<ProcessUse.Part> open(
      DeviceUser user, List<ProcessUse.Part> parts, boolean nvmlTells) {
    Set<String> nodes = user.handles().map(Handles::nodes).orElse(Set.of());
    return accelerators.stream()
        .filter(each -> parts.stream().noneMatch(part -> part.accelerator().equals(each.id())))
        .filter(each -> each.vendor() != Vendor.NVIDIA || !nvmlTells)
        .filter(each -> silent(each, user))
        .filter(each ->
            each.nodes().stream()
                .filter(ProcessUses::computes)
                .anyMatch(node -> nodes.contains(node.path())))
        .map(each ->
            new ProcessUse.Part(
                each.id(),
                Reading.unknown(UNACCOUNTED),
                Reading.unknown(UNACCOUNTED),
                Optional.empty(),
                NO_OCCUPANCY))
        .toList();
  }

  /** Whether none of its clients is this accelerator's; else it was idle there. */
  private boolean silent(Accelerator accelerator, DeviceUser user) {
    return user.handles().map(Handles::clients).orElse(List.of()).stream()
        .flatMap(client -> accelerator(client).stream())
        .noneMatch(accelerator::equals);
  }

  private static boolean computes(DeviceNode node) {
    return switch (node.role()) {
      case RENDER, ACCEL, NVIDIA, NVIDIA_INSTANCE, MALI, DXG -> true;
      case CARD, KFD, NVIDIA_CONTROL -> false;
    };
  }

  private void occupants(NvmlUse gpu, Map<Integer, ProcessUse> all) {
    Optional<String> id =
        accelerators.stream()
            .filter(each -> each.pci().filter(pci -> pci.address().equals(gpu.gpu())).isPresent())
            .map(Accelerator::id)
            .findFirst();
    if (id.isEmpty()) {
      return;
    }
    for (NvmlUse.Occupant occupant : gpu.processes().orElse(List.of())) {
      ProcessUse.Part part =
          new ProcessUse.Part(
              id.get(),
              occupant.memoryBytes(),
              occupant.busyShare(),
              Optional.empty(),
              NO_OCCUPANCY);
      ProcessUse known = all.getOrDefault(occupant.pid(), stranger(occupant.pid()));
      List<ProcessUse.Part> parts = new ArrayList<>(known.parts());
      parts.removeIf(each -> each.accelerator().equals(id.get()));
      parts.add(part);
      all.put(occupant.pid(), new ProcessUse(known.pid(), known.program(), known.owner(), parts));
    }
  }

  private static ProcessUse stranger(int pid) {
    return new ProcessUse(
        pid,
        Reading.unknown("/proc does not show it here"),
        new Owner(Optional.empty(), Optional.empty()),
        List.of());
  }
}
