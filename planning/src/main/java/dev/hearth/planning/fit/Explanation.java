package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import dev.hearth.machine.Reading.Known;
import dev.hearth.machine.Reading.Unknown;
import dev.hearth.planning.fit.DeviceMemory.Form;
import java.util.ArrayList;
import java.util.List;

/** The answer in sentences: my model is larger than VRAM, where do weights and inputs go? */
final class Explanation {
  private final MemoryNeed need;
  private final DeviceMemory memory;
  private final Verdict verdict;
  private final Slowdown slowdown;
  private final List<String> sentences = new ArrayList<>();

  Explanation(MemoryNeed need, DeviceMemory memory, Verdict verdict, Slowdown slowdown) {
    this.need = need;
    this.memory = memory;
    this.verdict = verdict;
    this.slowdown = slowdown;
  }

  List<String> sentences(Reading<Placement> placement) {
    sayNeed();
    switch (placement) {
      case Unknown<Placement>(String reason) ->
          sentences.add("Where it would lie cannot be said: " + reason + ".");
      case Known<Placement>(Placement known) -> {
        sayRoom();
        sayPlaces(known);
        sentences.add(inputs());
        sayCost();
      }
    }
    return sentences;
  }

  private void sayNeed() {
    List<String> parts = new ArrayList<>();
    for (Part part : List.of(Part.WEIGHTS, Part.KV_CACHE, Part.ACTIVATIONS, Part.OVERHEAD)) {
      Amount amount = need.amount(part);
      if (amount.bytes() instanceof Known<Long>(Long bytes) && bytes > 0) {
        String about = amount.basis() == Amount.Basis.ESTIMATE ? "about " : "";
        parts.add(part.words() + " " + about + Quantity.bytes(bytes));
      }
    }
    String least = need.unknownParts().isEmpty() ? " needs " : " needs at least ";
    sentences.add(
        need.model()
            + least
            + Quantity.bytes(need.knownBytes())
            + (parts.isEmpty() ? "" : ": " + String.join(", ", parts))
            + ".");
  }

  private void sayRoom() {
    Form form = Room.hasDevice(memory, need.execution()) ? memory.form() : Form.NONE;
    sentences.add(
        switch (form) {
          case DISCRETE -> memory.device() + " has " + free(memory.dedicated()) + " of VRAM.";
          case INTEGRATED ->
              memory.device()
                  + " computes in system memory: "
                  + free(memory.dedicated())
                  + " set aside by the firmware, "
                  + free(memory.shared())
                  + " that it may share (GTT), and together no more than the "
                  + known(memory.ramAvailable())
                  + " that are available.";
          case NONE ->
              "The processor computes, with "
                  + known(memory.ramAvailable())
                  + " of system memory available.";
        });
  }

  private static String free(Pool pool) {
    return switch (pool.free()) {
      case Known<Long>(Long free) -> Quantity.bytes(free) + " free";
      case Unknown<Long> _ -> "an unknown amount";
    };
  }

  private static String known(Reading<Long> bytes) {
    return bytes.asOptional().map(Quantity::bytes).orElse("unknown amount");
  }

  private void sayPlaces(Placement placement) {
    switch (verdict) {
      case FITS -> sentences.add(fits(placement));
      case FITS_SHARED ->
          sentences.add(
              "It fits: "
                  + Quantity.bytes(placement.in(Place.VRAM))
                  + " in the carve-out and "
                  + Quantity.bytes(placement.in(Place.SHARED))
                  + " in shared memory, which is the same memory and as fast.");
      case SPILLS -> saySpill(placement);
      case DOES_NOT_FIT -> sayNoRoom(placement);
      case UNKNOWN -> throw new IllegalStateException("placed, and yet unknown");
    }
    if (need.execution().atInput() > 0 && placement.layersOnDevice() > 0) {
      sentences.add(
          "The table of token embeddings ("
              + Quantity.bytes(need.execution().atInput())
              + ") stays in system memory in any case; one row of it is read for a token.");
    }
  }

  private String fits(Placement placement) {
    return Room.hasDevice(memory, need.execution())
        ? "It fits: weights, cache, activations and inputs all lie in VRAM ("
            + Quantity.bytes(placement.in(Place.VRAM))
            + ")."
        : "It fits: all of it lies in system memory (" + Quantity.bytes(placement.total()) + ").";
  }

  private void saySpill(Placement placement) {
    String far = Quantity.bytes(placement.in(Place.RAM) - need.execution().atInput());
    boolean streamed = need.execution().overflow() == Overflow.STREAMED_OVER_LINK;
    if (streamed) {
      sentences.add(
          "It is larger than the device's memory by "
              + far
              + ". That part stays in system memory,"
              + " and crosses PCIe each time the device reads it.");
      return;
    }
    String layers =
        placement.layers() == 0
            ? "Only a part of its layers"
            : placement.layersOnDevice() + " of " + placement.layers() + " layers";
    sentences.add(
        "It is larger than the device's memory. "
            + layers
            + " fit there, each with its weights and"
            + " its part of the cache; the other "
            + far
            + " stay in system memory, mapped from the"
            + " file, and the processor computes them. Weights do not travel: only the few KiB a"
            + " token between two layers cross over.");
    sayNoPaging();
  }

  /** True on Linux; drivers on Windows do move memory silently. */
  private void sayNoPaging() {
    if (memory.form() == Form.DISCRETE) {
      sentences.add(
          "Nothing is paged out of VRAM behind your back: on Linux an allocation by CUDA or ROCm"
              + " that exceeds VRAM fails, so the engine splits beforehand.");
    }
  }

  private void sayNoRoom(Placement placement) {
    String lacks = Quantity.bytes(placement.in(Place.NOWHERE));
    if (!Room.hasDevice(memory, need.execution())
        || need.execution().overflow() != Overflow.REFUSED) {
      sentences.add(
          "It does not fit: "
              + lacks
              + " find no place even in system memory. Weights mapped from"
              + " the file would be read from disk again for every token.");
      return;
    }
    sentences.add(
        "It does not fit: "
            + lacks
            + " too much. "
            + need.execution().engine()
            + " does not split a model between device and processor by memory: loading, or the"
            + " first request, fails for want of memory.");
    sayNoPaging();
    if (memory.ramAvailable() instanceof Known<Long>(Long ram)) {
      sentences.add(
          ram >= need.knownBytes()
              ? "The processor could run it: " + Quantity.bytes(ram) + " of system memory are free."
              : "Nor would it fit the " + Quantity.bytes(ram) + " of free system memory.");
    }
  }

  private String inputs() {
    boolean crosses = memory.form() == Form.DISCRETE && Room.hasDevice(memory, need.execution());
    return crosses
        ? "Inputs and outputs are small: they are copied over PCIe once a request. Activations lie"
            + " where the layer is computed."
        : "Inputs, outputs and activations lie in system memory too; nothing crosses a bus.";
  }

  private void sayCost() {
    switch (slowdown) {
      case Slowdown.NotApplicable _ -> {}
      case Slowdown.Unknown(String reason) ->
          sentences.add("What that costs cannot be estimated: " + reason + ".");
      case Slowdown.Estimate estimate -> sentences.add(cost(estimate));
    }
    String advice = advice();
    if (!advice.isEmpty()) {
      sentences.add(advice);
    }
  }

  private static String cost(Slowdown.Estimate estimate) {
    String speed =
        "at most "
            + range(estimate.lowestTokensPerSecond(), estimate.highestTokensPerSecond())
            + " tokens a second";
    String slower =
        estimate.highest() < 1.05
            ? ""
            : range(estimate.lowest(), estimate.highest()) + " times slower than all in VRAM, ";
    return "Estimate for writing (reading the prompt depends on computing power instead): "
        + slower
        + speed
        + ". "
        + estimate.formula()
        + ".";
  }

  private static String range(double low, double high) {
    String from = Quantity.format("%.3g", low);
    String to = Quantity.format("%.3g", high);
    return from.equals(to) ? from : from + " to " + to;
  }

  private String advice() {
    boolean language = need.execution().readPerToken() instanceof Known<Long>;
    return switch (verdict) {
      case SPILLS, DOES_NOT_FIT ->
          language
              ? "What helps: a smaller quantisation, a shorter context, a cache in q8_0 (half) or"
                  + " q4_0 (about a quarter)"
                  + gtt()
                  + "."
              : "What helps: a smaller model, or one in half precision" + gtt() + ".";
      case FITS, FITS_SHARED, UNKNOWN -> "";
    };
  }

  private String gtt() {
    return memory.form() == Form.INTEGRATED
        ? ", a larger share for the device (kernel option ttm.pages_limit)"
        : "";
  }
}
