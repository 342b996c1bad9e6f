package dev.hearth.inference.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Provider;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Opens models with ONNX Runtime. */
public final class OnnxSessions {
  private static final Logger LOG = System.getLogger(OnnxSessions.class.getName());

  private final OrtEnvironment environment;
  private final Optional<ProviderPlugin> plugin;
  private final Path directory;

  private OnnxSessions(Path directory, Optional<RuntimeLibraries> libraries) {
    this.directory = directory;
    this.environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "hearth");
    this.plugin = libraries.flatMap(this::registered);
  }

  /**
   * Loads the native runtime.
   *
   * @param libraryDirectory where the runtime's shared libraries lie or are put, once
   */
  public static OnnxSessions load(Path libraryDirectory) {
    RuntimeLog.install(OnnxLibrary.place(libraryDirectory));
    return new OnnxSessions(libraryDirectory, Optional.empty());
  }

  /**
   * Loads the native runtime of a provider; once for a process, instead of the processor's.
   *
   * @param libraryDirectory where the Java binding lies or is put, once
   * @throws ProblemException {@code UNAVAILABLE} when the provider cannot be added to the runtime,
   *     or offers no device
   */
  public static OnnxSessions load(RuntimeLibraries libraries, Path libraryDirectory) {
    if (libraries.provider() == Provider.CUDA) {
      countByAddress();
    }
    RuntimeLog.install(OnnxLibrary.place(libraries, libraryDirectory));
    return new OnnxSessions(libraryDirectory, Optional.of(libraries));
  }

  /** Else CUDA counts the fastest first, and a number would name another card than was chosen. */
  private static void countByAddress() {
    try (NativeEnvironment environment = new NativeEnvironment()) {
      environment.set("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
      environment.keep();
    }
  }

  private Optional<ProviderPlugin> registered(RuntimeLibraries libraries) {
    return libraries
        .plugin()
        .map(library -> ProviderPlugin.register(environment, libraries.provider(), library));
  }

  public String version() {
    return environment.getVersion();
  }

  /** The execution providers that are compiled into the runtime. */
  public Set<String> providers() {
    EnumSet<OrtProvider> available = OrtEnvironment.getAvailableProviders();
    return available.stream().map(OrtProvider::getName).collect(Collectors.toUnmodifiableSet());
  }

  /** The devices that the registered provider offers; none where none is registered. */
  public List<Device> offered() {
    return plugin.map(ProviderPlugin::offered).orElse(List.of());
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

  /**
   * Opens a model file on a device after rewriting its graph.
   *
   * @throws ProblemException also when the device refuses, or when the runtime does not say which
   *     nodes the device computes: nothing is claimed that was not seen
   */
  public OnnxSession open(Path model, SessionSettings settings, Set<Rewrite> more, Device device) {
    requireFile(model);
    if (device.isCpu()) {
      try (SessionOptions options = DeviceOptions.forCpu(settings)) {
        return create(model, options, rewritings(more, device), Opening.ON_CPU);
      } catch (OrtException refused) {
        throw refusal(model, refused);
      }
    }
    try (RuntimeLog.Listening listening = RuntimeLog.listen();
        SessionOptions options =
            DeviceOptions.forDevice(settings, device, listening.name(), plugin)) {
      Opening opening =
          new Opening(
              shapes(device),
              true,
              Turn.on(device.provider()),
              () -> placement(model, device, listening.placements()));
      return create(model, options, rewritings(more, device), opening);
    } catch (OrtException refused) {
      throw DeviceRefusals.of(device, refused).orElseGet(() -> refusal(model, refused));
    }
  }

  private OnnxSession create(
      Path model, SessionOptions options, Set<Rewrite> rewritings, Opening opening)
      throws OrtException {
    try (Arena memory = Arena.ofShared()) {
      Rewritten rewritten = GraphRewriter.rewrite(model, rewritings, memory);
      LOG.log(Level.DEBUG, "{0}: {1}", model, rewritten.note());
      Map<String, String> notes = ModelNotes.read(model);
      try (Turn.Taken _ = opening.turn().take()) {
        OrtSession session =
            rewritten.isChanged()
                ? environment.createSession(rewritten.model(), options)
                : environment.createSession(model.toString(), options);
        try {
          return new OnnxSession(environment, session, notes, opening);
        } catch (ProblemException | OrtException unproven) {
          session.close();
          throw unproven;
        }
      }
    } catch (IOException refused) {
      throw refusal(model, refused);
    }
  }

  private Placement placement(Path model, Device device, PlacementLog log) {
    String provider =
        plugin
            .map(registered -> registered.find(device).getEpName())
            .orElse(device.provider().runtimeName());
    return log.placement(provider)
        .orElseThrow(() ->
            new ProblemException(
                new Problem(
                    Problem.Kind.UNAVAILABLE,
                    "It cannot be told whether " + device + " computes " + model.getFileName(),
                    "ONNX Runtime " + version() + " did not say where it put the model's nodes",
                    "Install the runtime that goes with Hearth: hearth runtimes install "
                        + device.provider().key())));
  }

  /**
   * Runs a model twice on the processor as a device would be given it: with the same rewritings and
   * without the processor's own fusions, so that nodes keep their names. The second run counts.
   *
   * @param more rewritings beside those that every model gets
   */
  public TwinRun runTwin(
      Path model, SessionSettings settings, Set<Rewrite> more, Map<String, Tensor> inputs) {
    requireFile(model);
    Set<Rewrite> rewritings = EnumSet.copyOf(Rewrite.forAnyDevice());
    rewritings.addAll(more);
    try (SessionOptions options = DeviceOptions.forCpu(settings);
        NodeTimes times = NodeTimes.in(directory)) {
      options.setOptimizationLevel(SessionOptions.OptLevel.BASIC_OPT);
      options.enableProfiling(times.prefix());
      try (OnnxSession twin = create(model, options, rewritings, Opening.ON_CPU)) {
        twin.run(inputs);
        long began = System.nanoTime();
        Outputs outputs = twin.run(inputs);
        Duration whole = Duration.ofNanos(System.nanoTime() - began);
        return new TwinRun(outputs, whole, times.read(twin.endProfiling()));
      }
    } catch (OrtException | IOException refused) {
      throw refusal(model, refused);
    }
  }

  private static void requireFile(Path model) {
    if (!Files.isRegularFile(model)) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND, "There is no model file " + model, "hearth models list");
    }
  }

  private static ProblemException refusal(Path model, Exception refused) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "The model " + model + " cannot be loaded",
            String.valueOf(refused.getMessage()),
            "hearth models verify"),
        refused);
  }

  /** OpenVINO and MIGraphX compile a whole model for each size of its input. */
  private static ShapePolicy shapes(Device device) {
    return switch (device.provider()) {
      case CPU -> ShapePolicy.EXACT;
      case VULKAN, CUDA -> ShapePolicy.BUCKETED;
      case OPENVINO, MIGRAPHX -> ShapePolicy.FEWEST;
    };
  }

  private static Set<Rewrite> rewritings(Set<Rewrite> more, Device device) {
    EnumSet<Rewrite> all =
        EnumSet.copyOf(device.isCpu() ? Rewrite.forCpu() : Rewrite.forAnyDevice());
    all.addAll(more);
    return all;
  }
}
