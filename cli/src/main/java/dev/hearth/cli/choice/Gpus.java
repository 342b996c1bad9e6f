package dev.hearth.cli.choice;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.Vendor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All GPUs of a machine in the order of their PCI addresses, software last.
 *
 * @param all each once, whatever number of drivers shows it
 */
record Gpus(List<Gpu> all) {
  private static final Comparator<Gpu> BY_ADDRESS =
      Comparator.comparing(Gpu::software)
          .thenComparing(gpu -> gpu.pci().isEmpty())
          .thenComparing(gpu -> gpu.pci().orElse(new PciAddress(0, 0, 0, 0)));

  Gpus {
    all = List.copyOf(all);
  }

  static Gpus of(Offers offers) {
    List<Accelerator> known =
        offers.survey().accelerators().stream()
            .filter(each -> each.kind() == Accelerator.Kind.GPU)
            .toList();
    Set<VulkanAdapter> taken = new HashSet<>();
    List<Gpu> all = new ArrayList<>();
    for (Accelerator accelerator : known) {
      Optional<VulkanAdapter> adapter = adapter(accelerator, known, offers.adapters());
      adapter.ifPresent(taken::add);
      all.add(new Gpu(Optional.of(accelerator), adapter));
    }
    Set<PciAddress> seen = new HashSet<>();
    all.forEach(gpu -> gpu.pci().ifPresent(seen::add));
    offers.adapters().stream()
        .filter(adapter -> !taken.contains(adapter))
        .map(adapter -> new Gpu(Optional.empty(), Optional.of(adapter)))
        .filter(gpu -> gpu.pci().map(seen::add).orElse(true))
        .forEach(all::add);
    all.sort(BY_ADDRESS);
    return new Gpus(all);
  }

  /** The first that sits where the accelerator does; off PCI, the only one there is. */
  private static Optional<VulkanAdapter> adapter(
      Accelerator accelerator, List<Accelerator> known, List<VulkanAdapter> adapters) {
    List<VulkanAdapter> hardware = adapters.stream().filter(each -> !each.software()).toList();
    Optional<PciAddress> address = accelerator.pci().map(each -> each.address());
    if (address.isPresent()) {
      return hardware.stream()
          .filter(each -> each.properties().pci().asOptional().equals(address))
          .findFirst();
    }
    return known.size() == 1 && hardware.size() == 1
        ? Optional.of(hardware.getFirst())
        : Optional.empty();
  }

  List<Gpu> hardware() {
    return all.stream().filter(gpu -> !gpu.software()).toList();
  }

  List<Gpu> software() {
    return all.stream().filter(Gpu::software).toList();
  }

  /** The hardware that a provider can compute on, in order; what is only for a try left out. */
  List<Gpu> with(Provider provider) {
    return hardware().stream()
        .filter(gpu -> canServe(gpu, provider))
        .filter(gpu -> provider != Provider.VULKAN || !gpu.onTrial())
        .toList();
  }

  static boolean canServe(Gpu gpu, Provider provider) {
    return switch (provider) {
      case CPU -> false;
      case VULKAN -> gpu.adapter().isPresent();
      case CUDA -> gpu.isOf(Vendor.NVIDIA);
      case OPENVINO -> gpu.isOf(Vendor.INTEL);
      case MIGRAPHX -> gpu.isOf(Vendor.AMD);
    };
  }

  /** Those that a person means who writes this. */
  List<Gpu> called(String word) {
    return all.stream().filter(gpu -> gpu.answersTo(word)).toList();
  }
}
