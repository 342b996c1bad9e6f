package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import java.util.List;
import java.util.Optional;

/** The DRM render node of an accelerator: there, and open to the user. */
final class RenderNode {
  private RenderNode() {}

  static List<Finding> examine(Case examined, Accelerator accelerator, String source) {
    About about = examined.about(accelerator);
    Optional<DeviceNode> node = accelerator.node(Role.RENDER).filter(DeviceNode::present);
    if (node.isEmpty()) {
      return List.of(
          about
              .fail("render-node", "its render node under /dev/dri is missing")
              .because(
                  accelerator
                      .node(Role.RENDER)
                      .map(each -> Evidence.of(each.status()))
                      .orElse("the kernel shows none in /sys/class/drm"))
              .remedy(
                  examined.system().container().asOptional().isPresent()
                      ? "Start this container with --device /dev/dri"
                      : "sudo dmesg | grep -iE 'drm|firmware'  # tells why")
              .source(source));
    }
    return List.of(
        about
            .pass("render-node", node.get().path() + " is there")
            .because(Evidence.of(node.get(), examined.account()))
            .source(source),
        NodeAccess.of(examined, node.get(), about, "render-access"));
  }
}
