package dev.hearth.bench.lab;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that was learnt, written as soon as it was: what a driver that crashes leaves behind is
 * all the lines before. Devices are named by their provider's key.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Line.Computer.class, name = "device"),
  @JsonSubTypes.Type(value = Line.Opened.class, name = "opened"),
  @JsonSubTypes.Type(value = Line.Cell.class, name = "cell"),
  @JsonSubTypes.Type(value = Line.Compared.class, name = "compared"),
  @JsonSubTypes.Type(value = Line.Proven.class, name = "proven"),
  @JsonSubTypes.Type(value = Line.Skipped.class, name = "skipped")
})
sealed interface Line {
  /** How work comes to a model. */
  enum Way {
    /** Runs of n rows, one after the other. */
    DIRECT,
    /** n callers at once, one row each, through the model's queue. */
    QUEUE,
    /** n photos at once through the whole engine, from the file's bytes to the answer. */
    ENGINE;

    @com.fasterxml.jackson.annotation.JsonValue
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What computes.
   *
   * @param software whether the processor only plays the device
   * @param pciAddress empty where it is not known
   * @param driver name and version, where known
   * @param runtime version of ONNX Runtime
   */
  record Computer(
      String device,
      String name,
      boolean software,
      Optional<String> pciAddress,
      Optional<String> driver,
      String runtime)
      implements Line {}

  /**
   * A model that was loaded.
   *
   * @param firstRunMillis one row, everything compiled on the way
   * @param warmRunMillis one row again
   * @param nodesOnDevice by the runtime's own word
   * @param memoryBefore bytes on the device, by the meter; empty without one
   * @param memoryLoaded after the runs
   * @param memoryUnloaded after closing
   * @param meter who told
   */
  record Opened(
      String device,
      String model,
      double openMillis,
      double firstRunMillis,
      double warmRunMillis,
      int nodesOnDevice,
      int nodesOnCpu,
      Optional<Long> memoryBefore,
      Optional<Long> memoryLoaded,
      Optional<Long> memoryUnloaded,
      String meter)
      implements Line {}

  /**
   * One measurement; medians over its repeats.
   *
   * @param n rows of a run, or callers at once
   * @param perSecond rows, requests or photos
   * @param p50Millis of a run or request
   * @param p95Millis of a run or request
   * @param runs in all repeats
   * @param repeats over which the medians are
   * @param firstRunMillis the first with this n, which may have to compile
   * @param busy part of the time that the model's owner spent in runs
   * @param utilization part of the time that the device was busy, by the meter
   */
  record Cell(
      String device,
      String model,
      Way way,
      int n,
      double perSecond,
      double p50Millis,
      double p95Millis,
      int runs,
      int repeats,
      Optional<Double> firstRunMillis,
      Optional<Double> busy,
      Optional<Double> utilization)
      implements Line {}

  /**
   * A device's answers beside the processor's.
   *
   * @param what was compared: outputs, answers to photos, answers to texts
   * @param cosine the least; empty where nothing has one
   * @param pixels the farthest a corner moved; empty where nothing has corners
   * @param textsEqual empty where nothing was read
   * @param holds cosine at least 0.999, corners within 2 px, texts equal
   * @param note how much was compared, or what differs
   */
  record Compared(
      String device,
      String model,
      String what,
      Optional<Double> cosine,
      Optional<Double> pixels,
      Optional<Boolean> textsEqual,
      boolean holds,
      String note)
      implements Line {
    static final double LEAST_COSINE = 0.999;
    static final double MOST_PIXELS = 2;
  }

  /**
   * What the engine itself saw of a model when it took it onto the device.
   *
   * @param timeShare part of a run's time that is not spent in nodes on the processor, where known
   * @param cosine to the processor's answers
   */
  record Proven(
      String device,
      String model,
      int nodesOnDevice,
      int nodesOnCpu,
      Optional<Double> timeShare,
      double cosine,
      double onDeviceMillis,
      double onCpuMillis)
      implements Line {}

  /** Something that was not measured, and why. */
  record Skipped(String device, String model, String what, String reason) implements Line {
    /** The stage and its two halves. */
    private static final Set<String> COMPARISONS = Set.of("parity", "outputs", "answers");

    boolean isComparison() {
      return COMPARISONS.contains(what);
    }
  }
}
