package dev.hearth.machine.nvml;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.lang.foreign.SymbolLookup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the NVML of this computer on a thread of its own: a GPU that fell off the bus can hold its
 * driver for ever. Once it did not answer in time, it is not asked again.
 */
final class LiveNvmlUsage implements NvmlUsage {
  private final Supplier<Optional<SymbolLookup>> library;
  private final Duration deadline;
  private final Asking asking;

  /** When the shares of processes were last told, by GPU, in NVML's own time. */
  private final Map<PciAddress, Long> told = new ConcurrentHashMap<>();

  private Optional<Reading<List<NvmlUse>>> last = Optional.empty();
  private Optional<NvmlFunctions> opened = Optional.empty();

  /** How often it is asked. */
  enum Asking {
    /** The library is initialized for each question. */
    NOW_AND_THEN,
    /** It stays so, for that costs more than all questions. */
    ALL_THE_TIME
  }

  LiveNvmlUsage(Supplier<Optional<SymbolLookup>> library, Duration deadline, Asking asking) {
    this.library = library;
    this.deadline = deadline;
    this.asking = asking;
  }

  @Override
  public synchronized Reading<List<NvmlUse>> now() {
    if (last.isPresent()) {
      return last.get();
    }
    if (opened.isPresent()) {
      return inTime(opened.get(), this::look);
    }
    Optional<SymbolLookup> symbols = library.get();
    if (symbols.isEmpty()) {
      return ended("libnvidia-ml.so.1 is not installed");
    }
    NvmlFunctions nvml = new NvmlFunctions(symbols.get());
    if (asking == Asking.NOW_AND_THEN) {
      return inTime(nvml, NvmlUsageSession::ask);
    }
    Reading<List<NvmlUse>> first =
        inTime(nvml, it -> NvmlUsageSession.begin(it).flatMap(_ -> look(it)));
    opened = first.asOptional().map(_ -> nvml);
    return first;
  }

  private interface Question {
    Reading<List<NvmlUse>> ask(NvmlFunctions nvml);
  }

  private Reading<List<NvmlUse>> look(NvmlFunctions nvml) {
    return NvmlUsageSession.look(nvml, Optional.of(told));
  }

  private Reading<List<NvmlUse>> inTime(NvmlFunctions nvml, Question question) {
    BlockingQueue<Reading<List<NvmlUse>>> answer = new ArrayBlockingQueue<>(1);
    Thread.ofPlatform()
        .name("nvml-usage")
        .daemon()
        .start(() -> answer.offer(answer(nvml, question)));
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

  private static Reading<List<NvmlUse>> answer(NvmlFunctions nvml, Question question) {
    try {
      return question.ask(nvml);
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
