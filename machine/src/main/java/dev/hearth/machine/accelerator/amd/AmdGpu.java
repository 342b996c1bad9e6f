package dev.hearth.machine.accelerator.amd;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.Nodes;
import dev.hearth.machine.accelerator.pci.PciDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts together what is known of one AMD GPU, or of one partition of it.
 *
 * @param machine the machine it sits in
 * @param drm the machine's DRM nodes
 * @param id the whole GPU's
 * @param device the GPU on PCI
 * @param name the product's name
 * @param absence why KFD has no node of it, where it has none
 */
record AmdGpu(
    Machine machine,
    DrmNodes drm,
    String id,
    PciDevice device,
    Reading<String> name,
    String absence) {
  private static final String KFD = "/dev/kfd";

  /**
   * KFD counts the units of Renoir, Lucienne, Cezanne and Barcelo wrongly: 27 where there are 8.
   */
  private static final String MISCOUNTED = "gfx90c";

  Accelerator accelerator(Slices.Slice slice) {
    GfxTarget target = GfxTarget.of(machine, device, slice.node());
    Reading<Form> form = form(target, slice.node());
    return new Accelerator(
        id(slice),
        Accelerator.Kind.GPU,
        Vendor.AMD,
        name,
        target.name(),
        form,
        Optional.of(device.identity()),
        device.driver(),
        nodes(slice),
        memory(slice, form),
        computeUnits(slice.node(), target),
        details(slice, target.source()));
  }

  private String id(Slices.Slice slice) {
    return slice.sliced()
        ? slice.partition().map(part -> id + "-xcp" + part.index()).orElse(id)
        : id;
  }

  /** Integrated by its target; else discrete by what only cards have, or by its target. */
  private Reading<Form> form(GfxTarget target, Optional<KfdNode> node) {
    Optional<String> gfx = target.name().asOptional();
    boolean integrated =
        gfx.filter(name -> Chips.isIntegrated(name, device.identity().deviceId())).isPresent()
            || node.filter(KfdNode::hasProcessor).isPresent();
    if (integrated) {
      return Reading.known(Form.INTEGRATED);
    }
    return gfx.isPresent()
            || machine.exists(device.path() + "/board_info")
            || machine.exists(device.path() + "/mem_info_vram_vendor")
        ? Reading.known(Form.DISCRETE)
        : Reading.unknown(
            "neither the gfx target nor "
                + device.path()
                + "/board_info tells whether it has memory of its own");
  }

  private AcceleratorMemory memory(Slices.Slice slice, Reading<Form> form) {
    return slice.sliced()
        ? AmdMemory.ofPartition(machine, device, slice.node())
        : AmdMemory.of(machine, device, slice.node(), form.equals(Reading.known(Form.INTEGRATED)));
  }

  private static Reading<Integer> computeUnits(Optional<KfdNode> node, GfxTarget target) {
    if (target.name().equals(Reading.known(MISCOUNTED))) {
      return Reading.unknown("KFD counts the units of " + MISCOUNTED + " wrongly");
    }
    return node.map(found ->
            found
                .count("simd_count")
                .flatMap(simds -> found.count("simd_per_cu").map(each -> simds / each))
                .flatMap(units ->
                    units > 0
                        ? Reading.known(units)
                        : Reading.<Integer>unknown(
                            found.path() + " has fewer SIMDs than one unit has")))
        .orElseGet(() -> Reading.unknown("only KFD tells the number of units"));
  }

  /** A partition has the nodes of its own platform device, which only KFD's minor leads to. */
  private List<DeviceNode> nodes(Slices.Slice slice) {
    Optional<Integer> minor = slice.node().flatMap(node -> node.renderMinor().asOptional());
    List<DeviceNode> nodes =
        new ArrayList<>(
            slice.sliced()
                ? minor.flatMap(drm::deviceOfRender).map(drm::of).orElse(List.of())
                : drm.of(device.address()));
    if (minor.isPresent()
        && nodes.stream().noneMatch(node -> node.role() == DeviceNode.Role.RENDER)) {
      String path = "/dev/dri/renderD" + minor.get();
      nodes.add(Nodes.of(machine, path, DeviceNode.Role.RENDER));
    }
    nodes.add(Nodes.of(machine, KFD, DeviceNode.Role.KFD));
    return nodes;
  }

  private Details details(Slices.Slice slice, Details.GfxSource source) {
    Optional<KfdNode> node = slice.node();
    return new Details.Amd(
        source,
        node.map(found -> Reading.known(found.number())).orElseGet(() -> Reading.unknown(absence)),
        node.map(found -> gpuId(found.path() + "/gpu_id"))
            .orElseGet(() -> Reading.unknown(absence)),
        uniqueId(node),
        slice.partition(),
        count(node, "fw_version"),
        count(node, "wave_front_size"));
  }

  private Reading<Integer> count(Optional<KfdNode> node, String key) {
    return node.map(found -> found.count(key)).orElseGet(() -> Reading.unknown(absence));
  }

  private Reading<Long> gpuId(String file) {
    return notZero(machine.number(file), file);
  }

  /** KFD's decimal number, else the hexadecimal one of PCI, written without 0x. */
  private Reading<Long> uniqueId(Optional<KfdNode> node) {
    String file = device.path() + "/unique_id";
    return node.map(found -> notZero(found.value("unique_id"), found.path() + " unique_id"))
        .orElseGet(() -> Reading.unknown(absence))
        .or(() ->
            notZero(
                machine.text(file).flatMap(digits -> Numbers.parse("0x" + digits, file)), file));
  }

  private static Reading<Long> notZero(Reading<Long> number, String where) {
    return number.flatMap(
        value -> value == 0 ? Reading.unknown(where + " says 0") : Reading.known(value));
  }
}
