package dev.hearth.evidence.benchmark;

import dev.hearth.evidence.workload.Ask;
import dev.hearth.evidence.workload.Http;
import dev.hearth.evidence.workload.JsonNumbers;
import dev.hearth.evidence.workload.Probes;
import dev.hearth.machine.Json;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Ollama computes a model with its GPU and without it in turns: each begins with the model out of
 * memory, and what Ollama says of the loaded one has to be what is measured.
 */
public final class OllamaHandover implements Handover {
  private static final Duration ASKED = Duration.ofSeconds(10);
  private static final Duration UNLOADED = Duration.ofSeconds(60);
  private static final Duration LOADED = Duration.ofMinutes(15);
  private static final String GENERATE = "/api/generate";
  private static final String LIST = "/api/ps";

  private final Http http;
  private final String model;
  private final boolean onCpu;
  private final AtomicLong context;
  private final LongSupplier nanos;

  private OllamaHandover(
      Http http, String model, boolean onCpu, AtomicLong context, LongSupplier nanos) {
    this.http = http;
    this.model = model;
    this.onCpu = onCpu;
    this.context = context;
    this.nanos = nanos;
  }

  /**
   * Of the side that runs as it does.
   *
   * @param nanos a clock that only goes forward
   */
  public static OllamaHandover asItRuns(Http http, String model, LongSupplier nanos) {
    return new OllamaHandover(http, model, false, new AtomicLong(), nanos);
  }

  /** Of the other side: no byte of the model may lie on a GPU, and its context is the same. */
  public OllamaHandover onCpu() {
    return new OllamaHandover(http, model, true, context, nanos);
  }

  @Override
  public boolean reloads() {
    return true;
  }

  @Override
  public void before() {
    unload();
    long end = nanos.getAsLong() + UNLOADED.toNanos();
    while (entry().isPresent()) {
      if (nanos.getAsLong() > end) {
        throw refused(
            "Ollama does not take " + model + " out of memory",
            LIST + " still names it after " + UNLOADED.toSeconds() + " s",
            "See who else uses it: ollama ps");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(100));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw refused("The benchmark was ended", "Ollama was unloading", "hearth bench ollama");
    }
  }

  /** Takes the model out of memory, as far as Ollama does what it is told. */
  public void unload() {
    var _ = http.send(Ask.json(GENERATE, "{" + named() + ",\"keep_alive\":0}"), ASKED);
  }

  /** Loads it as anybody's request does. */
  public void load() {
    var _ = http.send(Ask.json(GENERATE, "{" + named() + "}"), LOADED);
  }

  /** Whether it is in memory now. */
  public boolean isLoaded() {
    return entry().isPresent();
  }

  @Override
  public void loaded() {
    Json entry =
        entry()
            .orElseThrow(() ->
                refused(
                    "Ollama does not keep " + model + " in memory",
                    LIST + " does not name it after it has answered",
                    "Unset OLLAMA_KEEP_ALIVE=0, or give it more memory."));
    JsonNumbers.of(entry, "context_length")
        .map(Double::longValue)
        .filter(told -> !context.compareAndSet(0, told) && context.get() != told)
        .ifPresent(told -> {
          throw refused(
              "Ollama gives " + model + " another context on the CPU than on the GPU",
              LIST + " says " + told + " after " + context.get(),
              "Set OLLAMA_NUM_PARALLEL=1 for it, then measure again.");
        });
    double onGpu = JsonNumbers.of(entry, "size_vram").orElse(0.0);
    if (onCpu && onGpu > 0) {
      throw refused(
          "Ollama computes with its GPU even where it is told not to",
          LIST + " says size_vram " + Math.round(onGpu) + " with num_gpu 0",
          "Compare by hand: start a second server with ROCR_VISIBLE_DEVICES=-1");
    }
  }

  private Optional<Json> entry() {
    Reading<List<Json>> models =
        http.send(Ask.get(LIST), ASKED)
            .flatMap(reply -> reply.json(LIST))
            .map(json -> JsonNumbers.items(json, "models"));
    return switch (models) {
      case Reading.Known<List<Json>>(List<Json> all) ->
          all.stream().filter(each -> each.text("name").orElse("").equals(model)).findFirst();
      case Reading.Unknown<List<Json>>(String reason) ->
          throw refused("Ollama does not say what is loaded", reason, "hearth status ollama");
    };
  }

  private String named() {
    return "\"model\":" + Probes.quoted(model);
  }

  private static ProblemException refused(String what, String evidence, String remedy) {
    return new ProblemException(new Problem(Problem.Kind.UNAVAILABLE, what, evidence, remedy));
  }
}
