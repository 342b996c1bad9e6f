package dev.hearth.cli;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.machine.nvml.NvmlUse;
import dev.hearth.machine.survey.Survey;
import dev.hearth.machine.usage.AcceleratorActivity;
import dev.hearth.machine.usage.MachineLoad;
import dev.hearth.server.api.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Looks at the machine's counters, each time anew, for the page and the metrics. */
final class MachineSamples implements Samples {
  /** Who asks twice within this time is told the same. */
  private static final long FRESH = Duration.ofMillis(500).toNanos();

  private final Supplier<Machine> machines;
  private final Supplier<Survey> surveys;
  private final NvmlUsage nvidia;
  private final LongSupplier nanoClock;
  private Optional<List<Accelerator>> accelerators = Optional.empty();
  private Optional<MachineLoad.Ticks> before = Optional.empty();
  private Optional<Sample> latest = Optional.empty();
  private long at;

  /**
   * @param machines the machine as it is when asked
   * @param surveys what there is; asked once, at the first sample
   */
  MachineSamples(
      Supplier<Machine> machines,
      Supplier<Survey> surveys,
      NvmlUsage nvidia,
      LongSupplier nanoClock) {
    this.machines = machines;
    this.surveys = surveys;
    this.nvidia = nvidia;
    this.nanoClock = nanoClock;
  }

  /** This computer. */
  static MachineSamples live() {
    return new MachineSamples(
        () -> RootOption.machine(null),
        () -> Looking.quick(RootOption.machine(null), true),
        NvmlUsage.live(),
        System::nanoTime);
  }

  @Override
  public synchronized Sample now() {
    long now = nanoClock.getAsLong();
    if (latest.isEmpty() || now - at >= FRESH) {
      latest = Optional.of(look());
      at = now;
    }
    return latest.get();
  }

  private Sample look() {
    Machine machine = machines.get();
    MachineLoad load = MachineLoad.read(machine);
    Optional<MachineLoad.Ticks> ticks = load.ticks().asOptional();
    OptionalDouble share =
        ticks.isPresent() && before.isPresent()
            ? ticks.get().shareSince(before.get())
            : OptionalDouble.empty();
    before = ticks;
    List<Accelerator> all = accelerators.orElseGet(() -> surveys.get().accelerators());
    accelerators = Optional.of(all);
    Reading<List<NvmlUse>> uses =
        AcceleratorActivity.wantsNvml(machine, all)
            ? nvidia.now()
            : Reading.unknown("no GPU of NVIDIA's is awake here");
    return new Sample(
        share,
        bytes(load.ownResident()),
        bytes(load.memoryAvailable()),
        all.stream().map(each -> sample(AcceleratorActivity.read(machine, each, uses))).toList());
  }

  private static Samples.AcceleratorSample sample(AcceleratorActivity activity) {
    Accelerator accelerator = activity.accelerator();
    return new Samples.AcceleratorSample(
        accelerator.id(),
        accelerator.name().orElse(accelerator.id()),
        activity.sleeps(),
        number(activity.busyShare()),
        amount(activity.dedicated()),
        amount(activity.shared()),
        new Sensors(
            number(activity.watts()),
            number(activity.celsius()),
            bytes(activity.coreHertz()),
            bytes(activity.memoryHertz())));
  }

  private static Amount amount(AcceleratorActivity.Amount amount) {
    return new Amount(bytes(amount.used()), bytes(amount.total()));
  }

  private static OptionalDouble number(Reading<Double> reading) {
    return reading.asOptional().map(OptionalDouble::of).orElse(OptionalDouble.empty());
  }

  private static OptionalLong bytes(Reading<Long> reading) {
    return reading.asOptional().map(OptionalLong::of).orElse(OptionalLong.empty());
  }
}
