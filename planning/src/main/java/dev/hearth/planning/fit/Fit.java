package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import dev.hearth.machine.Reading.Known;
import dev.hearth.machine.Reading.Unknown;
import dev.hearth.planning.fit.DeviceMemory.Form;
import java.util.ArrayList;
import java.util.List;

/** Answers whether a model fits a device, where it would lie, and what that costs. */
public final class Fit {
  private Fit() {}

  /** The report on one model and one device. */
  public static FitReport of(MemoryNeed need, DeviceMemory memory) {
    Reading<Placement> placement =
        need.weights().bytes() instanceof Unknown<Long>(String reason)
            ? Reading.unknown(reason)
            : place(need, memory);
    Verdict verdict =
        switch (placement) {
          case Known<Placement>(Placement known) -> verdict(need, memory, known);
          case Unknown<Placement> _ -> Verdict.UNKNOWN;
        };
    Slowdown slowdown =
        switch (placement) {
          case Known<Placement>(Placement known) -> Slowdowns.of(need, memory, known);
          case Unknown<Placement>(String reason) -> new Slowdown.Unknown(reason);
        };
    Explanation words = new Explanation(need, memory, verdict, slowdown);
    return new FitReport(
        verdict,
        need,
        memory,
        placement,
        slowdown,
        words.sentences(placement),
        caveats(need, memory));
  }

  private static Reading<Placement> place(MemoryNeed need, DeviceMemory memory) {
    return Room.hasDevice(memory, need.execution())
        ? Room.of(memory).map(room -> Placer.onDevice(need, room))
        : Room.ofProcessor(memory).map(room -> Placer.onProcessor(need, room));
  }

  private static Verdict verdict(MemoryNeed need, DeviceMemory memory, Placement placement) {
    if (placement.in(Place.NOWHERE) > 0) {
      return Verdict.DOES_NOT_FIT;
    }
    if (!Room.hasDevice(memory, need.execution())) {
      return Verdict.FITS;
    }
    if (placement.in(Place.RAM) > need.execution().atInput()) {
      return Verdict.SPILLS;
    }
    return placement.in(Place.SHARED) > 0 ? Verdict.FITS_SHARED : Verdict.FITS;
  }

  private static List<String> caveats(MemoryNeed need, DeviceMemory memory) {
    List<String> caveats = new ArrayList<>();
    for (Part part : need.unknownParts()) {
      caveats.add(
          "The size of the "
              + part.words()
              + " is not known and not counted: "
              + need.amount(part).reason()
              + ".");
    }
    if (memory.form() == Form.DISCRETE) {
      addUnused(caveats, "VRAM", memory.dedicated());
    }
    if (memory.form() == Form.INTEGRATED) {
      addUnused(caveats, "the carve-out", memory.dedicated());
      addUnused(caveats, "shared memory", memory.shared());
      if (memory.shared().total() instanceof Unknown<Long>(String reason)) {
        caveats.add(
            "How much system memory the device may use is not known ("
                + reason
                + "); what is available was taken as the bound.");
      }
    }
    if (memory.ramAvailable() instanceof Unknown<Long>(String reason)) {
      caveats.add("Available system memory is not known (" + reason + ") and was taken as enough.");
    }
    return caveats;
  }

  private static void addUnused(List<String> caveats, String name, Pool pool) {
    if (pool.total() instanceof Known<Long> && pool.used() instanceof Unknown<Long>(String why)) {
      caveats.add(
          "How much of "
              + name
              + " is in use is not known ("
              + why
              + "); all of it was counted as free.");
    }
  }
}
