package dev.hearth.evidence.verification;

import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.transaction.Undertaking;
import dev.hearth.evidence.sample.Sample;
import dev.hearth.evidence.sample.Sampler;
import dev.hearth.evidence.sample.Subject;
import dev.hearth.evidence.verdict.Judgement;
import dev.hearth.evidence.verdict.Stance;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.evidence.witness.LogLine;
import dev.hearth.evidence.witness.NodesObserver;
import dev.hearth.evidence.witness.Observation;
import dev.hearth.evidence.witness.Observer;
import dev.hearth.evidence.witness.OwnWord;
import dev.hearth.evidence.witness.OwnWords;
import dev.hearth.evidence.workload.Answer;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.machine.usage.ServiceMarks;
import dev.hearth.planning.Backend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Finds out whether a running service computes where it should: warms it up, watches it idle, gives
 * it work and watches that, and hears all witnesses.
 *
 * @param machines gives a view of the machine that remembers nothing of earlier ones
 * @param nvml asked only about GPUs of NVIDIA's
 * @param http the way to the service
 * @param nanos a clock that only goes forward
 */
public record Verification(
    Supplier<Machine> machines, NvmlUsage nvml, Http http, LongSupplier nanos) {
  /** So much less than the time of rest. */
  private static final int SETTLING = 4;

  /**
   * What an examination comes to.
   *
   * @param verdict of all witnesses
   * @param done how the work went; unknown where it was not done
   */
  public record Examined(Verdict verdict, Reading<Observation.Done> done) {}

  /** A verification that a deployment asks for, once its service is well. */
  public Undertaking.Question question(Case asked, Doubt doubt) {
    return manager ->
        asked.backend() == Backend.CPU
            ? Optional.empty()
            : trouble(asked.service(), run(asked, manager), doubt);
  }

  /** What speaks against a service, in a sentence; empty where nothing does. */
  public static Optional<String> trouble(String service, Verdict verdict, Doubt doubt) {
    return switch (verdict.outcome()) {
      case ACCELERATED -> Optional.empty();
      case ON_CPU -> Optional.of(service + " computes on the CPU: " + verdict.because());
      case UNPROVEN ->
          doubt == Doubt.IS_NONE
              ? wrong(service, verdict)
              : Optional.of(
                  "it is not proven that "
                      + service
                      + " computes on the accelerator: "
                      + verdict.because());
    };
  }

  /** Nobody wants wrong answers, be they fast. */
  private static Optional<String> wrong(String service, Verdict verdict) {
    return verdict.testimonies().stream()
        .filter(each -> each.witness() == Witness.ANSWERS && each.stance() == Stance.AGAINST)
        .findFirst()
        .map(each -> service + " answers wrongly: " + each.evidence());
  }

  /** Looks once, and gives the verdict. */
  public Verdict run(Case asked, Manager manager) {
    return examine(asked, manager, _ -> {}).verdict();
  }

  /**
   * Looks once.
   *
   * @param progress told of each stage when it begins
   */
  public Examined examine(Case asked, Manager manager, Consumer<Stage> progress) {
    Observation observation;
    try {
      observation = observe(asked, manager, progress);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      String cut = "the verification was interrupted";
      return new Examined(
          Judgement.of(List.of(Testimony.silent(Witness.PROBE, cut))), Reading.unknown(cut));
    }
    List<Testimony> testimonies =
        new ArrayList<>(List.of(asked.setup(), probe(asked, observation)));
    for (Observer observer : Observer.all()) {
      testimonies.add(observer.testify(observation));
    }
    return new Examined(Judgement.of(testimonies), observation.done());
  }

  /** A service that cannot do its work is not one to keep; one that was given none says nothing. */
  private static Testimony probe(Case asked, Observation observation) {
    if (asked.workload() instanceof Reading.Unknown<Workload>(String reason)) {
      return Testimony.silent(Witness.PROBE, reason);
    }
    return switch (observation.done()) {
      case Reading.Unknown<Observation.Done>(String reason) ->
          Testimony.against(
              Witness.PROBE, Weight.VETO, "it did not do the work it was given: " + reason);
      case Reading.Known<Observation.Done>(Observation.Done done) ->
          Testimony.speaking(
              Witness.PROBE,
              Weight.NECESSARY,
              asked.workload().map(Workload::what).orElse("the work")
                  + " took "
                  + done.each().toMillis()
                  + " ms");
    };
  }

  private Observation observe(Case asked, Manager manager, Consumer<Stage> progress)
      throws InterruptedException {
    Subject subject =
        new Subject(
            asked.service(),
            asked.backend(),
            asked.accelerators(),
            asked.marks().apply(machines.get()).orElse(nobody()));
    Sampler sampler = new Sampler(machines, nvml, nanos, subject);
    List<Sample> idle = new ArrayList<>(List.of(sampler.sample()));
    progress.accept(Stage.FIRST_REQUEST);
    Reading<Answer> warm =
        asked
            .workload()
            .flatMap(workload -> Probing.once(workload, http, 0, asked.timing().warmUp()));
    Workload.OwnWord kind = asked.workload().map(Workload::word).orElse(new Workload.Untold());
    OwnWords before = OwnWords.before(http, kind);
    progress.accept(Stage.IDLE);
    rest(sampler, idle, asked.timing());
    progress.accept(Stage.WORK);
    Probing.Seen seen = seen(asked, warm, sampler, idle.getLast());
    progress.accept(Stage.HEARING);
    Reading<OwnWord> word = before.after(http, kind);
    return new Observation(
        subject,
        inside(manager, subject),
        idle,
        seen.samples(),
        seen.done(),
        log(asked, manager),
        word,
        asked.reference());
  }

  private static ServiceMarks nobody() {
    return new ServiceMarks(Set.of(), Set.of(), Set.of());
  }

  private void rest(Sampler sampler, List<Sample> idle, Timing timing) throws InterruptedException {
    // What a driver tells is a mean over some time, at first still of the request before.
    Thread.sleep(timing.idle().dividedBy(SETTLING));
    long began = nanos.getAsLong();
    do {
      Thread.sleep(timing.interval());
      idle.add(sampler.sample());
    } while (nanos.getAsLong() - began < timing.idle().toNanos());
  }

  /** One look only, where there is nothing to do or the first request failed. */
  private Probing.Seen seen(Case asked, Reading<Answer> warm, Sampler sampler, Sample before)
      throws InterruptedException {
    Optional<Workload> workload = asked.workload().asOptional();
    if (workload.isEmpty() || warm.asOptional().isEmpty()) {
      return new Probing.Seen(
          List.of(before, sampler.sample()),
          warm.map(answer -> new Observation.Done(Duration.ZERO, Duration.ZERO, answer)));
    }
    return new Probing(workload.get(), http, nanos, asked.timing(), warm).work(sampler, before);
  }

  private static Reading<Set<String>> inside(Manager manager, Subject subject) {
    try {
      return Reading.known(new HashSet<>(manager.devicesInside(NodesObserver.wanted(subject))));
    } catch (ProblemException failed) {
      return Reading.unknown(failed.problem().sentence());
    }
  }

  private static Reading<LogLine> log(Case asked, Manager manager) {
    try {
      return Reading.known(asked.log().read(manager.log(asked.since())));
    } catch (ProblemException failed) {
      return Reading.unknown(failed.problem().sentence());
    }
  }
}
