package dev.hearth.planning.plan;

import dev.hearth.machine.accelerator.Details;

/** Which files of an accelerator's makers are on this machine. */
final class Firmware {
  private Firmware() {}

  static boolean there(Situation here, String path) {
    return here.accelerators().stream()
        .map(each -> each.details())
        .filter(Details.Mali.class::isInstance)
        .map(Details.Mali.class::cast)
        .anyMatch(mali ->
            mali.csfFirmware().asOptional().filter(path::equals).isPresent()
                || mali.libmali().asOptional().filter(path::equals).isPresent());
  }
}
