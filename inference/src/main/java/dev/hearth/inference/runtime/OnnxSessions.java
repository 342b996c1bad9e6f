package dev.hearth.inference.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.hearth.inference.graph.GraphRewriter;
import dev.hearth.inference.graph.Rewrite;
import dev.hearth.inference.graph.Rewritten;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Opens models with ONNX Runtime on the CPU. */
public final class OnnxSessions {
  private static final Logger LOG = System.getLogger(OnnxSessions.class.getName());

  private final OrtEnvironment environment;

  private OnnxSessions(OrtEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Loads the native runtime.
   *
   * @param libraryDirectory where the runtime's shared libraries lie or are put, once
   */
  public static OnnxSessions load(Path libraryDirectory) {
    OnnxLibrary.place(libraryDirectory);
    return new OnnxSessions(OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR));
  }

  public String version() {
    return environment.getVersion();
  }

  /** The execution providers that are compiled into the runtime. */
  public Set<String> providers() {
    EnumSet<OrtProvider> available = OrtEnvironment.getAvailableProviders();
    return available.stream().map(OrtProvider::getName).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Opens a model file.
   *
   * @throws ProblemException {@code NOT_FOUND} when there is no such file, {@code UNAVAILABLE} when
   *     the runtime refuses it
   */
  public OnnxSession open(Path model, SessionSettings settings) {
    return open(model, settings, Set.of());
  }

  /**
   * Opens a model file after rewriting its graph.
   *
   * @param more rewritings beside those that every model gets
   */
  public OnnxSession open(Path model, SessionSettings settings, Set<Rewrite> more) {
    if (!Files.isRegularFile(model)) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND, "There is no model file " + model, "hearth models list");
    }
    try (SessionOptions options = options(settings);
        Arena memory = Arena.ofShared()) {
      Rewritten rewritten = GraphRewriter.rewrite(model, rewritings(more), memory);
      LOG.log(Level.DEBUG, "{0}: {1}", model, rewritten.note());
      OrtSession session =
          rewritten.isChanged()
              ? environment.createSession(rewritten.model(), options)
              : environment.createSession(model.toString(), options);
      return new OnnxSession(environment, session, ModelNotes.read(model));
    } catch (IOException | OrtException refused) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The model " + model + " cannot be loaded",
              String.valueOf(refused.getMessage()),
              "hearth models verify"),
          refused);
    }
  }

  private static Set<Rewrite> rewritings(Set<Rewrite> more) {
    EnumSet<Rewrite> all = EnumSet.copyOf(Rewrite.forCpu());
    all.addAll(more);
    return all;
  }

  private static SessionOptions options(SessionSettings settings) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(settings.intraOpThreads());
    options.setInterOpNumThreads(settings.interOpThreads());
    if (settings.interOpThreads() > 1) {
      options.setExecutionMode(SessionOptions.ExecutionMode.PARALLEL);
    }
    options.setCPUArenaAllocator(settings.arena());
    // Plans of whole runs, one for each input size, held 90 MiB of OCR detection for 4 % of time.
    options.setMemoryPatternOptimization(false);
    // Spinning workers win a lone request 5 % and cost requests side by side 25 % (PERFORMANCE.md).
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
  }
}
