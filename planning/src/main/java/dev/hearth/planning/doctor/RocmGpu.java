package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One AMD GPU in the words of findings.
 *
 * @param accelerator the GPU
 * @param gfx its target
 */
public record RocmGpu(Accelerator accelerator, String gfx) {
  private static final String DRM = "/sys/class/drm/";

  /** Its load is always 100 in amdgpu's words (Raven and Picasso). */
  private static final String ALWAYS_BUSY = "gfx902";

  /** The product's name with the target, else the target alone. */
  String title() {
    return switch (accelerator.name()) {
      case Reading.Known<String>(String name) when name.contains(gfx) -> name;
      case Reading.Known<String>(String name) -> name + " (" + gfx + ")";
      case Reading.Unknown<String> _ -> gfx;
    };
  }

  /** What shows whether it computes: a sentence that ends with a command. */
  String proof() {
    String device = DRM + card().orElse("card*") + "/device/";
    return gfx.equals(ALWAYS_BUSY)
        ? "Its memory grows while it computes, so look before and during a request: cat "
            + device
            + "mem_info_vram_used"
        : "Its load rises while it computes, so look during a request: cat "
            + device
            + "gpu_busy_percent";
  }

  private Optional<String> card() {
    return accelerator
        .node(Role.CARD)
        .filter(DeviceNode::present)
        .map(node -> node.path().substring(node.path().lastIndexOf('/') + 1));
  }

  /** The nodes of this GPU and of no other. */
  String ownNodes() {
    return "/dev/kfd and "
        + accelerator.node(Role.RENDER).map(DeviceNode::path).orElse("its own render node");
  }

  /** As ROCR_VISIBLE_DEVICES takes it. Source: ROCr, GPU- and 16 digits of unique_id. */
  public Optional<String> visible() {
    return accelerator.details() instanceof Details.Amd amd
        ? amd.uniqueId()
            .asOptional()
            .filter(id -> id != 0)
            .map(id -> "GPU-" + HexFormat.of().toHexDigits(id))
        : Optional.empty();
  }

  /** A variable in a service's environment, for each way to run one. */
  static String set(String setting) {
    return "Set "
        + setting
        + " in the service's environment: Environment="
        + setting
        + " under [Service] (systemd) or [Container] (Quadlet), environment: in Compose";
  }
}
