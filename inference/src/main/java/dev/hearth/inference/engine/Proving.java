package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Proof;
import dev.hearth.inference.device.Proof.Agreement;
import dev.hearth.inference.engine.Blueprint.Part;
import dev.hearth.inference.runtime.BatchMeasure;
import dev.hearth.inference.runtime.OpenSession;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tensor.Workspace;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Tries a model on a device before it answers there. */
final class Proving {
  private static final Logger LOG = System.getLogger(Proving.class.getName());

  private final ModelRuntime runtime;

  Proving(ModelRuntime runtime) {
    this.runtime = runtime;
  }

  /**
   * What the trial showed.
   *
   * @param mostRows for each file, the rows that pay in one run
   */
  record Proven(Proof proof, List<Integer> mostRows) {
    Proven {
      mostRows = List.copyOf(mostRows);
    }
  }

  /**
   * Runs the sample on the device and on the processor.
   *
   * @param sessions of the model's files, on the device
   * @throws DeviceTrouble when the runtime places nothing there, the driver fails or the answers
   *     differ
   */
  Proven prove(Blueprint model, Device device, List<OpenSession> sessions) {
    sessions.forEach(session -> ProvingSession.requirePlacement(session.placement()));
    LOG.log(Level.INFO, "{0}: compiling for {1} and comparing with the CPU", model.key(), device);
    try (Workspace workspace = new MemoryPool(0).workspace()) {
      List<ProvingSession> trials = trials(model.parts(), sessions);
      model.trial().run(SampleInputs.drawn(workspace), List.<Session>copyOf(trials), workspace);
      Proof proof = together(trials.stream().map(trial -> seen(trial, model)).toList());
      report(model, device, proof, trials);
      proof
          .agreement()
          .objection()
          .ifPresent(objection -> {
            throw DeviceTrouble.lasting(objection);
          });
      return new Proven(proof, mostRows(model.parts(), sessions, trials));
    }
  }

  private List<ProvingSession> trials(List<Part> parts, List<OpenSession> sessions) {
    List<ProvingSession> trials = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      trials.add(
          new ProvingSession(
              sessions.get(i),
              part.rule(),
              inputs -> runtime.runTwin(part.file(), part.rewritings(), inputs)));
    }
    return trials;
  }

  private static Proof seen(ProvingSession trial, Blueprint model) {
    return trial
        .proof()
        .orElseThrow(() ->
            DeviceTrouble.lasting(
                "the sample did not reach all of " + model.key() + ", so nothing is proven"));
  }

  private static List<Integer> mostRows(
      List<Part> parts, List<OpenSession> sessions, List<ProvingSession> trials) {
    List<Integer> most = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      most.add(
          parts.get(i).rows().independent()
              ? Math.max(1, BatchMeasure.mostRows(sessions.get(i), trials.get(i).sample()))
              : 1);
    }
    return most;
  }

  /** One proof of a model's files: the sums, and the worst of what cannot be summed. */
  static Proof together(List<Proof> proofs) {
    List<Placement.Node> onDevice = new ArrayList<>();
    List<Placement.Node> onCpu = new ArrayList<>();
    Duration device = Duration.ZERO;
    Duration processor = Duration.ZERO;
    double shares = 0;
    boolean timed = true;
    Agreement agreement = new Agreement(1, OptionalDouble.empty(), Optional.empty());
    for (Proof proof : proofs) {
      onDevice.addAll(proof.placement().onDevice());
      onCpu.addAll(proof.placement().onCpu());
      device = device.plus(proof.onDevice());
      processor = processor.plus(proof.onCpu());
      timed &= proof.timeShare().isPresent();
      shares += proof.timeShare().orElse(0) * proof.onDevice().toNanos();
      agreement = worse(agreement, proof.agreement());
    }
    double share = device.isZero() ? 0 : shares / device.toNanos();
    return new Proof(
        new Placement(onDevice, onCpu),
        timed ? OptionalDouble.of(share) : OptionalDouble.empty(),
        agreement,
        device,
        processor);
  }

  private static Agreement worse(Agreement one, Agreement other) {
    OptionalDouble pixels =
        one.pixels().isEmpty()
            ? other.pixels()
            : OptionalDouble.of(Math.max(one.pixels().getAsDouble(), other.pixels().orElse(0)));
    return new Agreement(
        Math.min(one.cosine(), other.cosine()), pixels, one.objection().or(other::objection));
  }

  private static void report(
      Blueprint model, Device device, Proof proof, List<ProvingSession> trials) {
    long first = trials.stream().mapToLong(trial -> trial.first().toMillis()).sum();
    Placement placement = proof.placement();
    LOG.log(
        Level.INFO,
        String.format(
            Locale.ROOT,
            "%s on %s: %d of %d nodes there, %s, cosine to the CPU's answers %.5f, first run %d ms,"
                + " then %.1f ms (CPU %.1f ms)",
            model.key(),
            device,
            placement.onDevice().size(),
            placement.nodes(),
            time(proof),
            proof.agreement().cosine(),
            first,
            millis(proof.onDevice()),
            millis(proof.onCpu())));
    MostlyOnProcessor.warning(model.key(), device, proof)
        .ifPresent(warning -> LOG.log(Level.WARNING, warning));
  }

  private static String time(Proof proof) {
    return proof.timeShare().isPresent()
        ? String.format(Locale.ROOT, "%.0f %% of the time", 100 * proof.timeShare().getAsDouble())
        : "time there not known";
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }
}
