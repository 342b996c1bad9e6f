package dev.hearth.cli;

import dev.hearth.cli.top.EngineView;
import dev.hearth.cli.top.TopSample;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.MachineLoad;
import dev.hearth.machine.usage.UsageWatch;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes the samples of {@code hearth top}. Not for several threads at once. */
final class TopSource {
  private static final Reading<Double> ONCE = Reading.unknown("it was looked at only once so far");

  private final Supplier<UsageWatch.Seen> watch;
  private final Function<Set<String>, Map<String, String>> names;
  private final Supplier<EngineView> engine;
  private final Supplier<ZonedDateTime> clock;
  private Optional<MachineLoad> before = Optional.empty();

  TopSource(
      Supplier<UsageWatch.Seen> watch,
      Function<Set<String>, Map<String, String>> names,
      Supplier<EngineView> engine,
      Supplier<ZonedDateTime> clock) {
    this.watch = watch;
    this.names = names;
    this.engine = engine;
    this.clock = clock;
  }

  /** What there is to see now; shares are since the last time. */
  TopSample next() {
    UsageWatch.Seen seen = watch.get();
    Set<String> containers =
        seen.processes().stream()
            .flatMap(each -> each.owner().container().stream())
            .collect(Collectors.toSet());
    TopSample sample =
        new TopSample(
            clock.get(),
            processor(seen.load()),
            new TopSample.Memory(seen.load().memoryTotal(), seen.load().memoryAvailable()),
            seen.accelerators(),
            seen.processes(),
            names.apply(containers),
            engine.get(),
            remarks(seen));
    before = Optional.of(seen.load());
    return sample;
  }

  private TopSample.Processor processor(MachineLoad now) {
    if (before.isEmpty()) {
      return new TopSample.Processor(ONCE, List.of());
    }
    MachineLoad then = before.get();
    Reading<Double> share =
        now.ticks().flatMap(later -> then.ticks().flatMap(earlier -> since(earlier, later)));
    List<Double> cores = new ArrayList<>();
    // Processors may be switched off and on.
    if (then.cores().size() == now.cores().size()) {
      for (int core = 0; core < now.cores().size(); core++) {
        cores.add(since(then.cores().get(core), now.cores().get(core)).orElse(0.0));
      }
    }
    return new TopSample.Processor(share, cores);
  }

  private static Reading<Double> since(MachineLoad.Ticks earlier, MachineLoad.Ticks later) {
    var share = later.shareSince(earlier);
    return share.isPresent() ? Reading.known(share.getAsDouble()) : ONCE;
  }

  private static List<String> remarks(UsageWatch.Seen seen) {
    List<String> remarks = new ArrayList<>();
    if (seen.accelerators().isEmpty()) {
      return remarks;
    }
    if (seen.hostNumbers() instanceof Reading.Unknown<Boolean>(String reason)) {
      remarks.add("KFD and NVML are not matched with processes: " + reason);
    }
    if (seen.hidden() > 0) {
      remarks.add("Other users' processes are seen in part only; as root (sudo) all are.");
    }
    return remarks;
  }
}
