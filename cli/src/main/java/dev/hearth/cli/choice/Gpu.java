package dev.hearth.cli.choice;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.PciIdentity;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.vulkan.PhysicalDevice;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A GPU as the kernel and as its Vulkan driver know it.
 *
 * @param accelerator what the kernel's files tell; empty for software
 * @param adapter what its Vulkan driver tells; empty where none drives it
 */
record Gpu(Optional<Accelerator> accelerator, Optional<VulkanAdapter> adapter) {
  /** The nodes of one GPU alone; others, as /dev/kfd, belong to several. */
  private static final Set<DeviceNode.Role> OWN_NODES =
      EnumSet.of(DeviceNode.Role.RENDER, DeviceNode.Role.CARD, DeviceNode.Role.NVIDIA);

  boolean software() {
    return adapter.filter(VulkanAdapter::software).isPresent();
  }

  /**
   * Whether its Vulkan driver says of itself that it is for testing: Mesa's on Direct3D 12, behind
   * WSL2. Source: the warning of Mesa's dzn_device.c.
   */
  boolean onTrial() {
    return adapter
        .filter(each ->
            each.manifest().getFileName().toString().startsWith("dzn_")
                || each.properties()
                    .driverName()
                    .asOptional()
                    .filter("Dozen"::equalsIgnoreCase)
                    .isPresent())
        .isPresent();
  }

  boolean isOf(Vendor vendor) {
    return accelerator.filter(each -> each.vendor() == vendor).isPresent();
  }

  boolean discrete() {
    return accelerator
        .flatMap(each -> each.form().asOptional())
        .map(form -> form == Accelerator.Form.DISCRETE)
        .orElseGet(() ->
            adapter
                .filter(each -> each.properties().type() == PhysicalDevice.Type.DISCRETE_GPU)
                .isPresent());
  }

  Optional<PciAddress> pci() {
    return accelerator
        .flatMap(Accelerator::pci)
        .map(PciIdentity::address)
        .or(() ->
            adapter
                .filter(each -> !each.software())
                .flatMap(each -> each.properties().pci().asOptional()));
  }

  /** For people: as the driver calls it, or the kernel's tables. */
  String name() {
    return names().findFirst().orElse("GPU");
  }

  private Stream<String> names() {
    return Stream.concat(
        adapter.stream().map(each -> each.properties().name()),
        accelerator.stream()
            .flatMap(each ->
                Stream.concat(
                    each.name().asOptional().stream(), Stream.of(each.vendor().label() + " GPU"))));
  }

  /** Its name, and what tells it from its like. */
  String label() {
    if (software()) {
      return name() + " (software)";
    }
    return pci().map(address -> name() + " (" + address + ")").orElse(name());
  }

  /** Whether a person who writes this means this one. */
  boolean answersTo(String word) {
    String wanted = word.toLowerCase(Locale.ROOT).strip();
    Optional<PciAddress> address =
        PciAddress.parse(wanted.startsWith("pci-") ? wanted.substring(4) : wanted);
    if (address.isPresent()) {
      return pci().equals(address);
    }
    String node = wanted.substring(wanted.lastIndexOf('/') + 1);
    return nodes().stream().anyMatch(node::equalsIgnoreCase)
        || Stream.concat(names(), driver())
            .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private Stream<String> driver() {
    return adapter.stream().flatMap(each -> each.properties().driverName().asOptional().stream());
  }

  private List<String> nodes() {
    return accelerator.stream()
        .flatMap(each -> each.nodes().stream())
        .filter(node -> OWN_NODES.contains(node.role()))
        .map(node -> node.path().substring(node.path().lastIndexOf('/') + 1))
        .toList();
  }

  /** What a person may write for it, for suggestions: addresses, nodes, one or two words. */
  Stream<String> spellings() {
    Stream<String> words =
        names()
            .flatMap(name -> {
              List<String> parts = List.of(name.split("[^A-Za-z0-9.]+", -1));
              Stream<String> pairs =
                  java.util.stream.IntStream.range(1, parts.size())
                      .mapToObj(at -> parts.get(at - 1) + " " + parts.get(at));
              return Stream.concat(pairs, parts.stream().filter(part -> part.length() > 2));
            });
    return Stream.of(
            pci().map(Object::toString).stream(), nodes().stream(), names(), driver(), words)
        .flatMap(each -> each);
  }

  /** The GPU as a device of a provider that counts its own. */
  Device device(Provider provider, int ordinal) {
    return provider == Provider.VULKAN
        ? adapter.orElseThrow().device()
        : new Device(provider, ordinal, name(), pci().map(Object::toString), false);
  }
}
