package dev.hearth.cli;

import dev.hearth.machine.Machine;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.machine.nvml.NvidiaSmi;
import dev.hearth.machine.nvml.Nvml;
import dev.hearth.machine.survey.Survey;
import dev.hearth.machine.survey.Surveyor;

/** Surveys the machine that a command was pointed at. */
final class Looking {
  private Looking() {}

  /** What there is, by files alone: fast enough to be asked at every prompt. */
  static Survey quick(Machine machine, boolean live) {
    return Surveyor.survey(machine, nvml(machine, live), HostProbe.Depth.QUICK);
  }

  /** What there is, with the container engines asked too. */
  static Survey thorough(Machine machine, boolean live) {
    return Surveyor.survey(machine, nvml(machine, live), HostProbe.Depth.THOROUGH);
  }

  private static Nvml nvml(Machine machine, boolean live) {
    return live ? Nvml.live() : new NvidiaSmi(machine);
  }
}
