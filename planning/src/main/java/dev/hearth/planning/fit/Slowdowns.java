package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import dev.hearth.machine.Reading.Known;
import dev.hearth.machine.Reading.Unknown;
import dev.hearth.planning.fit.DeviceMemory.Form;

/**
 * Estimates what a placement costs: writing a token reads the weights it uses once, and the cache,
 * so the time is the sum over places of bytes divided by that place's bandwidth.
 */
final class Slowdowns {
  /** Two channels of DDR4-2400 and of DDR5-6400: most home computers lie between. */
  private static final long SLOW_MEMORY = Bandwidths.ofMemoryChannels(2400, 2);

  private static final long FAST_MEMORY = Bandwidths.ofMemoryChannels(6400, 2);

  private static final Slowdown NOTHING_READ =
      new Slowdown.NotApplicable("no weights are read for a token");

  private final MemoryNeed need;
  private final DeviceMemory memory;
  private final Placement placement;

  private Slowdowns(MemoryNeed need, DeviceMemory memory, Placement placement) {
    this.need = need;
    this.memory = memory;
    this.placement = placement;
  }

  static Slowdown of(MemoryNeed need, DeviceMemory memory, Placement placement) {
    if (placement.in(Place.NOWHERE) > 0) {
      return new Slowdown.NotApplicable("it does not run this way");
    }
    return switch (need.execution().readPerToken()) {
      case Unknown<Long>(String reason) -> new Slowdown.NotApplicable(reason);
      case Known<Long>(Long read) -> new Slowdowns(need, memory, placement).ofToken(read);
    };
  }

  private Slowdown ofToken(long readPerToken) {
    long weights = need.weights().knownBytes() - need.execution().atInput();
    double used = weights == 0 ? 0 : (double) readPerToken / weights;
    double device = placement.onDevice(Part.WEIGHTS) * used + placement.onDevice(Part.KV_CACHE);
    double host =
        Math.max(0, placement.of(Part.WEIGHTS, Place.RAM) - need.execution().atInput()) * used
            + placement.of(Part.KV_CACHE, Place.RAM);
    return memory.form() == Form.DISCRETE && Room.hasDevice(memory, need.execution())
        ? onCard(device, host)
        : inSystemMemory(device + host);
  }

  private Slowdown onCard(double device, double host) {
    if (!(memory.bandwidths().dedicated() instanceof Known<Long>(Long vram))) {
      return new Slowdown.Unknown(reason(memory.bandwidths().dedicated()));
    }
    boolean streamed = need.execution().overflow() == Overflow.STREAMED_OVER_LINK;
    Reading<Long> far = streamed ? memory.bandwidths().link() : memory.bandwidths().system();
    if (host == 0) {
      return estimate(device, 0, vram, new Range(vram, vram, "", ""));
    }
    if (far instanceof Known<Long>(Long known)) {
      String where = streamed ? "PCIe" : "system memory";
      return estimate(device, host, vram, new Range(known, known, where, ""));
    }
    return streamed ? new Slowdown.Unknown(reason(far)) : estimate(device, host, vram, ordinary());
  }

  /** Processor and integrated device read the same memory: no place is faster than another. */
  private Slowdown inSystemMemory(double read) {
    if (read <= 0) {
      return NOTHING_READ;
    }
    Range speed =
        memory.bandwidths().system() instanceof Known<Long>(Long known)
            ? new Range(known, known, "system memory", "")
            : ordinary();
    return new Slowdown.Estimate(
        1,
        1,
        speed.slow() / read,
        speed.fast() / read,
        Quantity.format(
            "%s a token ÷ %s; where processor and device share one memory, no place in it is"
                + " faster%s",
            Quantity.bytes((long) read), speed.words(), speed.note()));
  }

  private record Range(long slow, long fast, String where, String note) {
    String words() {
      return slow == fast
          ? Quantity.perSecond(slow)
          : Quantity.perSecond(slow) + " to " + Quantity.perSecond(fast);
    }
  }

  private static Range ordinary() {
    return new Range(
        SLOW_MEMORY,
        FAST_MEMORY,
        "system memory",
        "; the speed of system memory cannot be read here, so two channels of DDR4-2400 to"
            + " DDR5-6400 were put in");
  }

  private static Slowdown estimate(double device, double host, long vram, Range far) {
    double best = device / vram + host / far.fast();
    double worst = device / vram + host / far.slow();
    double all = (device + host) / vram;
    String formula =
        Quantity.format(
            "time for a token = Σ bytes ÷ bandwidth = %s ÷ %s (VRAM)%s; all in VRAM: %s ÷ %s%s",
            Quantity.bytes((long) device),
            Quantity.perSecond(vram),
            host == 0
                ? ""
                : " + "
                    + Quantity.bytes((long) host)
                    + " ÷ "
                    + far.words()
                    + " ("
                    + far.where()
                    + ")",
            Quantity.bytes((long) (device + host)),
            Quantity.perSecond(vram),
            far.note());
    return all == 0
        ? NOTHING_READ
        : new Slowdown.Estimate(best / all, worst / all, 1 / worst, 1 / best, formula);
  }

  private static String reason(Reading<Long> bandwidth) {
    return bandwidth instanceof Unknown<Long>(String why) ? why : "";
  }
}
