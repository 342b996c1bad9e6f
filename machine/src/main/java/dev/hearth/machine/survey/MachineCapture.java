package dev.hearth.machine.survey;

import dev.hearth.machine.Machine;
import dev.hearth.machine.capture.CaptureWriter;
import dev.hearth.machine.capture.Scrubber;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.machine.nvml.NvidiaSmi;
import java.util.ArrayList;
import java.util.List;

/** A machine as the text of a capture: surveyed as far as can be, then written and scrubbed. */
public final class MachineCapture {
  private MachineCapture() {}

  /**
   * The capture of a machine.
   *
   * @param remarks lines for the reader
   */
  public static String of(Machine machine, List<String> remarks) {
    // NVIDIA's library answers calls, which a text cannot hold; its program prints the same.
    var _ = Surveyor.survey(machine, new NvidiaSmi(machine), HostProbe.Depth.THOROUGH);
    var _ = machine.text("/proc/version");
    String capture = CaptureWriter.write(machine, remarks);
    return Scrubber.scrub(capture, hostNames(machine));
  }

  private static List<String> hostNames(Machine machine) {
    List<String> names = new ArrayList<>();
    machine
        .text("/proc/sys/kernel/hostname")
        .asOptional()
        .ifPresent(name -> {
          names.add(name);
          names.add(name.split("\\.", -1)[0]);
        });
    return names;
  }
}
