package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.PciDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * KFD's nodes by the PCI device each belongs to. A partitioned GPU has one node for each partition.
 *
 * @param byDevice the nodes of a device, by its address
 * @param alone the nodes whose device PCI does not show, by the GPU they seem to be of
 */
record KfdJoin(Map<PciAddress, List<KfdNode>> byDevice, Map<Unseen, List<KfdNode>> alone) {

  /** A GPU that only KFD tells of: partitions of one have the slot and the unique id in common. */
  record Unseen(PciAddress slot, long uniqueId) {}

  static KfdJoin of(List<KfdNode> gpus, List<PciDevice> devices, DrmNodes drm) {
    Map<PciAddress, PciDevice> places = new HashMap<>();
    devices.forEach(device -> places.put(device.identity().address(), device));
    KfdJoin join = new KfdJoin(new TreeMap<>(), new LinkedHashMap<>());
    for (KfdNode node : gpus) {
      Optional<PciAddress> device =
          at(places, node.address(), node)
              .or(() -> at(places, node.slot(), node))
              .or(() -> byRender(places, node, drm));
      device
          .map(address -> join.byDevice.computeIfAbsent(address, _ -> new ArrayList<>()))
          .orElseGet(() -> join.alone.computeIfAbsent(unseen(node), _ -> new ArrayList<>()))
          .add(node);
    }
    return join;
  }

  List<KfdNode> nodes(PciDevice device) {
    return List.copyOf(byDevice.getOrDefault(device.identity().address(), List.of()));
  }

  private static Unseen unseen(KfdNode node) {
    return new Unseen(node.slot(), node.value("unique_id").orElse(0L));
  }

  private static Optional<PciAddress> at(
      Map<PciAddress, PciDevice> places, PciAddress address, KfdNode node) {
    return Optional.ofNullable(places.get(address))
        .filter(device -> device.identity().deviceId() == node.deviceId())
        .map(device -> device.identity().address());
  }

  private static Optional<PciAddress> byRender(
      Map<PciAddress, PciDevice> places, KfdNode node, DrmNodes drm) {
    return node.renderMinor() instanceof Reading.Known<Integer>(Integer minor)
        ? drm.deviceOfRender(minor).flatMap(PciAddress::parse).filter(places::containsKey)
        : Optional.empty();
  }
}
