package dev.hearth.bench.lab;

import dev.hearth.inference.clip.Preprocessing;
import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.engine.Computing;
import dev.hearth.inference.engine.EngineSettings;
import dev.hearth.inference.engine.LocalEngine;
import dev.hearth.inference.engine.ModelOpener;
import dev.hearth.inference.image.PictureDecoders;
import dev.hearth.inference.runtime.OnnxSessions;
import dev.hearth.inference.runtime.RuntimeLibraries;
import dev.hearth.inference.runtime.SessionSettings;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.inference.runtime.VulkanAdapters;
import dev.hearth.inference.store.FreeSpace;
import dev.hearth.inference.store.Hub;
import dev.hearth.inference.store.HubSettings;
import dev.hearth.inference.store.ModelPuller;
import dev.hearth.inference.store.ModelStore;
import dev.hearth.inference.store.Progress;
import dev.hearth.inference.store.StarterModels;
import dev.hearth.inference.store.StarterSources;
import dev.hearth.inference.tensor.MemoryPool;
import dev.hearth.inference.tokens.TokenizerLibrary;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.capture.Roots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The engine's parts in one process, wired as {@code hearth up} does it, for one device.
 *
 * @param computer what computes, for the report
 */
record Workbench(
    OnnxSessions runtime, Device device, Line.Computer computer, ModelStore store, Path scratch) {
  /** Threads within an operator, as the server takes them when nothing is set. */
  private static final int CPU_THREADS = 2;

  private static final int QUEUE = 64;
  private static final int LINES = 6;
  private static final long IDLE_MEMORY = 256L << 20;

  /**
   * What a process is to work on.
   *
   * @param provider of the device
   * @param runtime folder of its {@code libonnxruntime.so.1}
   * @param adapter part of a Vulkan adapter's name or PCI address; empty for the first GPU
   * @param models stores, the first of which may be written to
   * @param scratch for libraries and shaders
   */
  record Order(Provider provider, Path runtime, String adapter, List<Path> models, Path scratch) {}

  static Workbench open(Order order) {
    Path scratch = order.scratch();
    Optional<VulkanAdapter> adapter =
        order.provider() == Provider.VULKAN ? Optional.of(adapter(order)) : Optional.empty();
    RuntimeLibraries libraries =
        new RuntimeLibraries(
            order.provider(), core(order.runtime()), Optional.empty(), Optional.empty());
    OnnxSessions runtime = OnnxSessions.load(libraries, scratch.resolve("native"));
    Device device = adapter.map(VulkanAdapter::device).orElseGet(() -> device(order.provider()));
    Line.Computer computer =
        new Line.Computer(
            order.provider().key(),
            device.name(),
            device.software(),
            device.pciAddress().filter(_ -> !device.software()),
            adapter.flatMap(Workbench::driver),
            "ONNX Runtime " + runtime.version());
    return new Workbench(runtime, device, computer, new ModelStore(order.models()), scratch);
  }

  /** The same parts on the processor. */
  Workbench onProcessor() {
    return new Workbench(runtime, Device.CPU, computer, store, scratch);
  }

  private static Device device(Provider provider) {
    return provider == Provider.CPU
        ? Device.CPU
        : new Device(provider, 0, provider.label() + " device 0", Optional.empty(), false);
  }

  /** The adapter asked for, else the first that is hardware; shown to this process alone. */
  private static VulkanAdapter adapter(Order order) {
    List<VulkanAdapter> all = VulkanAdapters.list(Roots.live(new ProcessCommandRunner()));
    VulkanAdapter chosen = Choice.among(all, order.adapter());
    VulkanAdapters.show(chosen, order.scratch().resolve("shaders"));
    return chosen;
  }

  private static Optional<String> driver(VulkanAdapter adapter) {
    return adapter
        .properties()
        .driverName()
        .asOptional()
        .map(name ->
            name
                + adapter
                    .properties()
                    .driverVersion()
                    .asOptional()
                    .map(version -> " " + version)
                    .orElse(""));
  }

  private static Path core(Path folder) {
    return Stream.of("libonnxruntime.so.1", "libonnxruntime.so")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                new Problem(
                    Problem.Kind.NOT_FOUND,
                    "There is no runtime in " + folder,
                    "looked for libonnxruntime.so.1 and libonnxruntime.so",
                    "Name the folder that holds one.")));
  }

  /** One session's threads: one run at a time gets all cores, several share them. */
  SessionSettings alone() {
    return new SessionSettings(device.isCpu() ? 0 : CPU_THREADS, 1, true);
  }

  SessionSettings shared() {
    return new SessionSettings(Math.min(cores(), CPU_THREADS), 1, true);
  }

  int lanes() {
    return device.isCpu() ? Math.max(1, cores()) : 1;
  }

  static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  LocalEngine engine() {
    EngineSettings settings =
        new EngineSettings(
            shared(),
            cores(),
            QUEUE,
            Duration.ZERO,
            Duration.ZERO,
            List.of(),
            0,
            LINES,
            Preprocessing.LEGACY,
            Computing.everywhere(new Computing.Choice(List.of(device), false, "measured")));
    Path libraries = scratch.resolve("native");
    ModelOpener opener =
        new ModelOpener(
            runtime, puller(), new TokenizerLibrary(libraries), settings, Progress.NONE);
    return new LocalEngine(
        settings, opener, PictureDecoders.best(libraries).decoder(), new MemoryPool(IDLE_MEMORY));
  }

  /** Nothing is fetched: what is not there cannot be measured. */
  private ModelPuller puller() {
    HubSettings usual = HubSettings.DEFAULT;
    HubSettings offline =
        new HubSettings(
            usual.endpoint(),
            usual.token(),
            true,
            usual.organization(),
            usual.revision(),
            usual.patience());
    StarterSources sources =
        new StarterSources(
            List.of(),
            scratch.resolve("no-repository"),
            command -> {
              throw new ProblemException(
                  Problem.Kind.NOT_FOUND,
                  "The lab fetches nothing: " + command.argv(),
                  "Pack the model: bench/gpu-lab pack --models DIR");
            });
    return new ModelPuller(store, new Hub(offline), new StarterModels(sources), FreeSpace.OF_DISK);
  }
}
