package dev.hearth.cli.report;

import dev.hearth.inference.device.Proof;
import dev.hearth.inference.engine.EngineStatus.LoadedModel;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.StarterModels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was seen when a model first ran on a device. */
public final class ProofText {
  private static final int INDENT = 23;

  private ProofText() {}

  /** The lines for one model; none where only the processor was asked for. */
  public static List<String> of(LoadedModel model) {
    List<String> facts = new ArrayList<>();
    model.proof().ifPresent(proof -> facts.add(seen(proof)));
    String what = model.state().equals("failed") ? "failed: " : "taken off: ";
    model.takenOff().ifPresent(why -> facts.add(what + why));
    if (facts.isEmpty()) {
      return List.of();
    }
    String provider = model.device().provider().key();
    return Wrapped.labelled(label(model), provider + ": " + String.join("; ", facts), INDENT);
  }

  private static String label(LoadedModel model) {
    String task = model.task() == Task.FACES ? "faces" : model.task().wireName();
    String label = "  " + task + " " + model.type().wireName();
    return model.name().equals(StarterModels.NAME) ? label : label + " " + model.name();
  }

  private static String seen(Proof proof) {
    String time =
        proof.timeShare().isPresent()
            ? percent(proof.timeShare().getAsDouble()) + " of time, "
            : "share of time not measured, ";
    return percent(proof.placement().share())
        + " of nodes, "
        + time
        + millis(proof.onDevice())
        + " (cpu "
        + millis(proof.onCpu())
        + "), "
        + proof
            .agreement()
            .objection()
            .map(why -> "answers differ: " + why)
            .orElse("answers agree");
  }

  /** Rounded down: 100 % is all of it. */
  private static String percent(double share) {
    return (int) Math.floor(share * 100) + " %";
  }

  private static String millis(Duration time) {
    double millis = time.toNanos() / 1e6;
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }
}
