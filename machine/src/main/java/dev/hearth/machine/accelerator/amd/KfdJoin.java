package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.PciDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * KFD's nodes by the PCI device each belongs to. A partitioned GPU has one node for each partition.
 *
 * @param byDevice the nodes of a device, by its address
 * @param alone the nodes whose device PCI does not show, by the slot they name
 */
record KfdJoin(Map<PciAddress, List<KfdNode>> byDevice, Map<PciAddress, List<KfdNode>> alone) {

  static KfdJoin of(List<KfdNode> gpus, List<PciDevice> devices, DrmNodes drm) {
    Map<PciAddress, PciDevice> places = new HashMap<>();
    devices.forEach(device -> places.put(device.identity().address(), device));
    KfdJoin join = new KfdJoin(new TreeMap<>(), new TreeMap<>());
    for (KfdNode node : gpus) {
      Optional<PciAddress> device =
          at(places, node.address(), node)
              .or(() -> at(places, node.slot(), node))
              .or(() -> byRender(places, node, drm));
      device
          .map(address -> join.byDevice.computeIfAbsent(address, _ -> new ArrayList<>()))
          .orElseGet(() -> join.alone.computeIfAbsent(node.slot(), _ -> new ArrayList<>()))
          .add(node);
    }
    return join;
  }

  List<KfdNode> nodes(PciDevice device) {
    return List.copyOf(byDevice.getOrDefault(device.identity().address(), List.of()));
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
