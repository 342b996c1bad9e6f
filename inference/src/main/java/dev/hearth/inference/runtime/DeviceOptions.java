package dev.hearth.inference.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.hearth.inference.device.Device;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a session is opened with: how the processor computes, and the device's provider. */
final class DeviceOptions {
  private DeviceOptions() {}

  /** Options for the processor alone. */
  static SessionOptions forCpu(SessionSettings settings) throws OrtException {
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

  /**
   * Options for a device, which the processor helps out; one operator at a time, since devices take
   * their work from one queue.
   *
   * @param name what the session's messages are told apart by
   * @param plugin the provider, where it is not built in
   */
  static SessionOptions forDevice(
      SessionSettings settings, Device device, String name, Optional<ProviderPlugin> plugin)
      throws OrtException {
    SessionOptions options =
        forCpu(new SessionSettings(settings.intraOpThreads(), 1, settings.arena()));
    try {
      addProvider(options, device, plugin);
      options.setLoggerId(name);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_VERBOSE);
      return options;
    } catch (OrtException | RuntimeException refused) {
      options.close();
      throw refused;
    }
  }

  private static void addProvider(
      SessionOptions options, Device device, Optional<ProviderPlugin> plugin) throws OrtException {
    switch (device.provider()) {
      case CPU -> {}
      case VULKAN -> options.addWebGPU(Map.of("powerPreference", "high-performance"));
      case CUDA -> {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.ordinal())) {
          // Takes what a run needs, where doubling would hold twice as much for good.
          cuda.add("arena_extend_strategy", "kSameAsRequested");
          // Else each new size of an input is measured for seconds before its first answer.
          cuda.add("cudnn_conv_algo_search", "HEURISTIC");
          options.addCUDA(cuda);
        }
      }
      case OPENVINO, MIGRAPHX ->
          options.addExecutionProvider(
              List.of(plugin.orElseThrow(() -> notRegistered(device)).find(device)), Map.of());
    }
  }

  private static ProblemException notRegistered(Device device) {
    return new ProblemException(
        Problem.Kind.UNAVAILABLE,
        device.provider().label() + " is not the runtime that this process has loaded",
        "hearth runtimes list");
  }
}
