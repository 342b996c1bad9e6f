package dev.hearth.cli.top;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.machine.nvml.NvidiaSmi;
import dev.hearth.machine.survey.Surveyor;
import dev.hearth.machine.usage.AcceleratorActivity;
import dev.hearth.machine.usage.AcceleratorActivity.Amount;
import dev.hearth.machine.usage.Owner;
import dev.hearth.machine.usage.ProcessUse;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Samples of captured machines at work, made up in numbers. */
final class FixedSamples {
  private static final Path MACHINES =
      Path.of(System.getProperty("hearth.root"), "machine/src/test/resources/machines");
  private static final ZonedDateTime AT = ZonedDateTime.of(2026, 3, 1, 15, 4, 5, 0, ZoneOffset.UTC);
  private static final long GIB = 1L << 30;
  private static final String CONTAINER = "0123456789abcdef".repeat(4);
  private static final Reading<Long> UNTOLD = Reading.unknown("KFD does not tell it");

  private FixedSamples() {}

  static List<Accelerator> accelerators(String capture) {
    Machine machine = Roots.open(MACHINES.resolve(capture + ".txt"));
    return Surveyor.survey(machine, new NvidiaSmi(machine), HostProbe.Depth.QUICK).accelerators();
  }

  /** A mini PC whose integrated GPU serves Immich, Ollama and a desktop, and Hearth itself. */
  static TopSample busyApu() {
    Accelerator gpu = accelerators("780m-32gb").getFirst();
    return new TopSample(
        AT,
        new TopSample.Processor(
            Reading.known(0.374), List.of(0.1, 0.9, 0.5, 0.0, 0.2, 1.0, 0.3, 0.0)),
        new TopSample.Memory(Reading.known(27 * GIB), Reading.known(14 * GIB)),
        List.of(
            new AcceleratorActivity(
                gpu,
                Reading.known(false),
                Reading.known(0.93),
                new Amount(Reading.known(512L << 20), Reading.known(4 * GIB)),
                new Amount(Reading.known(2 * GIB + (100L << 20)), Reading.known(14 * GIB)),
                Reading.known(38.47),
                Reading.known(71.2),
                Reading.known(2_700_000_000L),
                Reading.known(2_800_000_000L))),
        List.of(
            process(
                1201,
                "python",
                new Owner(Optional.empty(), Optional.of(CONTAINER)),
                part(gpu, Reading.known(2 * GIB), Reading.unknown("KFD does not account it"), 6)),
            process(
                2344,
                "ollama",
                new Owner(Optional.of("ollama.service"), Optional.empty()),
                part(gpu, Reading.known(300L << 20), Reading.known(0.41), 0)),
            process(
                980,
                "gnome-shell",
                new Owner(Optional.empty(), Optional.empty()),
                part(gpu, Reading.known(96L << 20), Reading.known(0.02), 0))),
        Map.of(CONTAINER, "immich_machine_learning"),
        engine(),
        List.of("Other users' processes are seen in part only; as root (sudo) all are."));
  }

  static EngineView.Told engine() {
    return new EngineView.Told(
        "127.0.0.1:3003",
        "0.1.0",
        true,
        3,
        5,
        List.of(new EngineView.Task("facial-recognition", 12.25, 23.4, 40.2)),
        List.of(
            new EngineView.Model(
                "facial-recognition",
                "detection",
                "buffalo_l",
                "loaded",
                "AMD Radeon 780M",
                4,
                812,
                Optional.empty()),
            new EngineView.Model(
                "clip",
                "visual",
                "ViT-B-32__openai",
                "loaded",
                "cpu",
                1,
                17,
                Optional.of("its answers differ"))));
  }

  /** Eight GPUs, one of them asleep, and nobody there. */
  static TopSample manyGpus() {
    Accelerator card = accelerators("rtx-4090").getFirst();
    List<AcceleratorActivity> all = new ArrayList<>();
    for (int at = 0; at < 8; at++) {
      String reason = "the device sleeps";
      all.add(
          new AcceleratorActivity(
              card,
              Reading.known(at == 7),
              at == 7 ? Reading.unknown(reason) : Reading.known(at / 10.0),
              new Amount(Reading.known(at * (3 * GIB)), Reading.known(24 * GIB)),
              new Amount(Reading.unknown(reason), Reading.unknown(reason)),
              Reading.known(40.0 * at),
              Reading.unknown("nobody tells"),
              Reading.known(2_520_000_000L),
              Reading.unknown("nobody tells")));
    }
    TopSample base = busyApu();
    return new TopSample(
        AT, base.processor(), base.memory(), all, List.of(), Map.of(), absent(), List.of());
  }

  /** A machine of which hardly anything can be read. */
  static TopSample unknown() {
    return new TopSample(
        AT,
        new TopSample.Processor(Reading.unknown("/proc/stat does not exist"), List.of()),
        new TopSample.Memory(Reading.unknown("no"), Reading.unknown("no")),
        List.of(),
        List.of(),
        Map.of(),
        new EngineView.Silent("127.0.0.1:3003", "it wants its token: HEARTH_TOKEN=… hearth top"),
        List.of());
  }

  static EngineView.Absent absent() {
    return new EngineView.Absent("nobody answers at 127.0.0.1:3003");
  }

  static ProcessUse process(int pid, String program, Owner owner, ProcessUse.Part part) {
    return new ProcessUse(pid, Reading.known(program), owner, List.of(part));
  }

  private static ProcessUse.Part part(
      Accelerator gpu, Reading<Long> memory, Reading<Double> busy, long units) {
    return new ProcessUse.Part(
        gpu.id(),
        memory,
        busy,
        units > 0 ? Optional.of(1) : Optional.empty(),
        units > 0 ? Reading.known(units) : UNTOLD);
  }
}
