package dev.hearth.machine.nvml;

import dev.hearth.machine.Reading;
import java.lang.foreign.SymbolLookup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the NVML of this computer on a thread of its own: a GPU that fell off the bus can hold its
 * driver for ever. Once it did not answer in time, it is not asked again.
 */
final class LiveNvmlUsage implements NvmlUsage {
  private final Supplier<Optional<SymbolLookup>> library;
  private final Duration deadline;
  private Optional<Reading<List<NvmlUse>>> last = Optional.empty();

  LiveNvmlUsage(Supplier<Optional<SymbolLookup>> library, Duration deadline) {
    this.library = library;
    this.deadline = deadline;
  }

  @Override
  public synchronized Reading<List<NvmlUse>> now() {
    if (last.isPresent()) {
      return last.get();
    }
    Optional<SymbolLookup> symbols = library.get();
    if (symbols.isEmpty()) {
      return ended("libnvidia-ml.so.1 is not installed");
    }
    BlockingQueue<Reading<List<NvmlUse>>> answer = new ArrayBlockingQueue<>(1);
    Thread.ofPlatform()
        .name("nvml-usage")
        .daemon()
        .start(() -> answer.offer(ask(new NvmlFunctions(symbols.get()))));
    try {
      Reading<List<NvmlUse>> told = answer.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
      return told == null
          ? ended("NVML did not answer within " + deadline.toSeconds() + " s")
          : told;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Reading.unknown("NVML was not waited for");
    }
  }

  private static Reading<List<NvmlUse>> ask(NvmlFunctions nvml) {
    try {
      return NvmlUsageSession.ask(nvml);
    } catch (RuntimeException | LinkageError failed) {
      return Reading.unknown("NVML cannot be asked: " + failed);
    }
  }

  private Reading<List<NvmlUse>> ended(String reason) {
    Reading<List<NvmlUse>> none = Reading.unknown(reason);
    last = Optional.of(none);
    return none;
  }
}
