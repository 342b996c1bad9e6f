package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the kernel driver that a backend wants is bound.
 *
 * @param wanted drivers that do
 * @param useless drivers that do not, and why
 * @param install how the wanted one comes here
 * @param source who says so
 */
record DriverRule(Set<String> wanted, Map<String, String> useless, String install, String source) {
  private static final String ID = "driver";

  Finding examine(Case examined, Accelerator accelerator) {
    About about = examined.about(accelerator);
    return switch (accelerator.driver()) {
      case Reading.Known<String>(String bound) -> bound(about, accelerator, bound);
      case Reading.Unknown<String>(String reason)
          when accelerator.nodes().stream().anyMatch(DeviceNode::present) ->
          about
              .skip(ID, "which kernel driver is bound is not known")
              .because(reason)
              .source(source);
      case Reading.Unknown<String>(String reason) ->
          about
              .fail(ID, "no kernel driver is bound")
              .because(reason)
              .remedy(install)
              .source(source);
    };
  }

  private Finding bound(About about, Accelerator accelerator, String bound) {
    String evidence = "bound driver: " + bound;
    if (wanted.contains(bound)) {
      return about
          .pass(ID, "the kernel driver " + bound + " is bound")
          .because(evidence)
          .source(source);
    }
    if (bound.equals("vfio-pci")) {
      String address = accelerator.pci().map(pci -> pci.address().toString()).orElse("");
      return about
          .fail(ID, "it is passed through to a virtual machine (vfio-pci)")
          .because(evidence)
          .remedy(
              "Use it inside that machine, or give it back: stop the machine, remove its vfio-pci.ids"
                  + " and driver_override settings"
                  + (address.isEmpty() ? "" : " of " + address)
                  + ", and reboot")
          .source("Linux kernel docs: VFIO");
    }
    String why = Optional.ofNullable(useless.get(bound)).map(each -> ": " + each).orElse("");
    return about
        .fail(ID, "the kernel driver " + bound + " is bound" + why)
        .because(evidence)
        .remedy(install)
        .source(source);
  }
}
