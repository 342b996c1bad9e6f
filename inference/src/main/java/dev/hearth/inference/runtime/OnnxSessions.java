package dev.hearth.inference.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.hearth.inference.device.Device;
import dev.hearth.inference.graph.GraphRewriter;
import dev.hearth.inference.graph.Rewrite;
import dev.hearth.inference.graph.Rewritten;
import dev.hearth.inference.shape.ShapePolicy;
import dev.hearth.inference.tensor.Tensor;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Opens models with ONNX Runtime. */
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

  /**
   * Loads the native runtime of a provider; once for a process, instead of the processor's.
   *
   * @param libraryDirectory where the Java binding lies or is put, once
   */
  public static OnnxSessions load(RuntimeLibraries libraries, Path libraryDirectory) {
    OnnxLibrary.place(libraries, libraryDirectory);
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
    return open(model, settings, more, Device.CPU);
  }

  /** Opens a model file on a device after rewriting its graph. */
  public OnnxSession open(Path model, SessionSettings settings, Set<Rewrite> more, Device device) {
    if (!Files.isRegularFile(model)) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND, "There is no model file " + model, "hearth models list");
    }
    try (SessionOptions options = options(settings, device);
        Arena memory = Arena.ofShared()) {
      Rewritten rewritten = GraphRewriter.rewrite(model, rewritings(more, device), memory);
      LOG.log(Level.DEBUG, "{0}: {1}", model, rewritten.note());
      OrtSession session =
          rewritten.isChanged()
              ? environment.createSession(rewritten.model(), options)
              : environment.createSession(model.toString(), options);
      return new OnnxSession(environment, session, ModelNotes.read(model), shapes(device));
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

  /**
   * Runs a model once, warm, on the processor as a device would be given it: with the same
   * rewritings and without the processor's own fusions, so that nodes keep their names.
   *
   * @param more rewritings beside those that every model gets
   */
  public TwinRun runTwin(
      Path model, SessionSettings settings, Set<Rewrite> more, Map<String, Tensor> inputs) {
    try (OnnxSession twin = open(model, settings, more)) {
      long began = System.nanoTime();
      Outputs outputs = twin.run(inputs);
      return new TwinRun(outputs, Duration.ofNanos(System.nanoTime() - began), Map.of());
    }
  }

  private static ShapePolicy shapes(Device device) {
    return device.isCpu() ? ShapePolicy.EXACT : ShapePolicy.BUCKETED;
  }

  private static Set<Rewrite> rewritings(Set<Rewrite> more, Device device) {
    EnumSet<Rewrite> all =
        EnumSet.copyOf(device.isCpu() ? Rewrite.forCpu() : Rewrite.forAnyDevice());
    all.addAll(more);
    return all;
  }

  private static SessionOptions options(SessionSettings settings, Device device)
      throws OrtException {
    SessionOptions options = new SessionOptions();
    switch (device.provider()) {
      case CPU -> {}
      case VULKAN -> options.addWebGPU(Map.of());
      case CUDA -> options.addCUDA(device.ordinal());
      case OPENVINO, MIGRAPHX ->
          throw new ProblemException(
              Problem.Kind.UNAVAILABLE,
              device.provider().label() + " needs its provider registered first",
              "hearth runtimes list");
    }
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
