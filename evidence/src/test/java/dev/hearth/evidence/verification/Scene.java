package dev.hearth.evidence.verification;

import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.evidence.witness.LogLine;
import dev.hearth.evidence.witness.Observation;
import dev.hearth.evidence.workload.Answer;
import dev.hearth.evidence.workload.Ask;
import dev.hearth.evidence.workload.Body;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.PhotoTasks;
import dev.hearth.evidence.workload.Probes;
import dev.hearth.evidence.workload.Reply;
import dev.hearth.evidence.workload.Workload;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.machine.usage.ServiceMarks;
import dev.hearth.planning.Backend;
import dev.hearth.planning.service.LogRule.Meaning;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** A service on a machine in a folder, and a verification of it that takes half a second. */
final class Scene {
  static final String GOOD = "{\"clip\":\"[0.6,0.8]\",\"facial-recognition\":[]}";
  private static final Timing SHORT =
      new Timing(
          Duration.ofSeconds(2),
          Duration.ofMillis(60),
          Duration.ofMillis(250),
          Duration.ofSeconds(5),
          Duration.ofMillis(10));

  final Folder folder;
  final Backend backend;
  final Accelerator accelerator;
  final Map<String, String> pages = new TreeMap<>();
  final List<String> log = new ArrayList<>();
  final List<String> inside =
      new ArrayList<>(List.of("/dev/kfd", "/dev/dri/renderD128", "/dev/nvidia0"));
  NvmlUsage nvml = NvmlUsage.absent("not here");
  Workload workload = Probes.immich(PhotoTasks.of("clip", "faces"));
  Testimony setup = Testimony.speaking(Witness.SETUP, Weight.NECESSARY, "its image is for it");
  Reading<Observation.Reference> reference = Reading.unknown("no CPU was measured");

  /** What a request does to the machine; told the number of the request. */
  IntConsumer effect = _ -> {};

  private int requests;

  Scene(Path root, Backend backend, Accelerator accelerator) {
    this.folder = new Folder(root);
    this.backend = backend;
    this.accelerator = accelerator;
    pages.put("/predict", GOOD);
  }

  Verdict verdict() {
    return verification().run(asked(), manager());
  }

  Verification verification() {
    return new Verification(folder::machine, nvml, http(), System::nanoTime);
  }

  ScriptedManager manager() {
    return new ScriptedManager(inside, log);
  }

  Case asked() {
    return new Case(
        "immich-ml",
        backend,
        List.of(accelerator),
        setup,
        _ -> Reading.known(ServiceMarks.unit("service.service", Optional.empty())),
        Reading.known(workload),
        Scene::decide,
        Instant.EPOCH,
        reference,
        SHORT);
  }

  int requests() {
    return requests;
  }

  void comparedWith(Duration each, Answer answer) {
    reference =
        Reading.known(new Observation.Reference(Reading.known(each), Reading.known(answer)));
  }

  static Testimony of(Verdict verdict, Witness witness) {
    return verdict.testimonies().stream()
        .filter(each -> each.witness() == witness)
        .findFirst()
        .orElseThrow();
  }

  private Http http() {
    return (ask, _) -> {
      if (ask.posts()) {
        effect.accept(requests++);
        pause();
      }
      return answer(ask);
    };
  }

  private Reading<Reply> answer(Ask ask) {
    String page = pages.get(ask.path());
    return page == null
        ? Reading.unknown(ask.path() + " does not answer")
        : Reading.known(
            page.startsWith("!") ? new Reply(500, Body.of(page)) : new Reply(200, Body.of(page)));
  }

  private static void pause() {
    try {
      Thread.sleep(15);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A few rules, as services.yaml has them; the last word on layers counts. */
  private static LogLine decide(List<String> lines) {
    LogLine found = LogLine.none();
    for (String line : lines) {
      if (line.contains("Falling back to ['CPU") || line.contains("offloaded 0/")) {
        found = new LogLine(Optional.of(Meaning.ON_CPU), "it went on with the CPU", line);
      } else if (line.contains("offloaded ") || line.contains("Model Compile: Complete")) {
        found = new LogLine(Optional.of(Meaning.ACCELERATED), "a model is on the GPU", line);
      } else if (line.contains("Memory access fault")) {
        found = new LogLine(Optional.of(Meaning.FAILED), "the GPU faulted", line);
      }
    }
    return found;
  }
}
