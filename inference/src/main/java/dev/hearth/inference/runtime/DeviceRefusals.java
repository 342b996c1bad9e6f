package dev.hearth.inference.runtime;

import dev.hearth.inference.device.Device;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.List;
import java.util.Optional;

/** Says in the user's terms why a device, or the provider that speaks to it, is refused. */
final class DeviceRefusals {
  private static final String WITHOUT_IT = "Or do without it: --backend cpu.";

  /** The runtime's words, and what they mean. {@code %s} is the device. */
  private static final List<Known> KNOWN =
      List.of(
          new Known(
              "Failed to get a WebGPU adapter",
              "The runtime refuses the Vulkan driver of %s",
              "Install a newer one; Mesa 25 is known to do, 22.3 is not. " + WITHOUT_IT),
          new Known(
              "Failed to get a WebGPU device",
              "The Vulkan driver does not open %s",
              "See whether another program holds it, and dmesg. " + WITHOUT_IT),
          new Known(
              "Failed to create wgpu::Instance",
              "The runtime cannot use Vulkan for %s",
              "hearth doctor immich-ml. " + WITHOUT_IT),
          new Known(
              "Failed to find CUDA shared provider",
              "The runtime that is loaded cannot speak to %s by CUDA",
              "hearth runtimes install cuda. " + WITHOUT_IT),
          new Known(
              "no CUDA-capable device",
              "CUDA finds no device where %s should be",
              "Give this process the card: /dev/nvidia0, /dev/nvidiactl and /dev/nvidia-uvm. "
                  + WITHOUT_IT),
          new Known(
              "driver version is insufficient",
              "NVIDIA's driver is too old for the CUDA runtime on %s",
              "Update the driver, or use --backend vulkan."),
          new Known(
              "no kernel image is available",
              "%s is too old for the CUDA runtime",
              "Use --backend vulkan or --backend cpu."),
          new Known(
              "invalid device ordinal", "CUDA has no device with the number of %s", "nvidia-smi"));

  private static final String CANNOT_OPEN_LIBRARY = "cannot open shared object file";

  private DeviceRefusals() {}

  private record Known(String words, String what, String remedy) {}

  /** Why a device, and not the model, is to blame; empty where that is not known. */
  static Optional<ProblemException> of(Device device, Exception refused) {
    String message = String.valueOf(refused.getMessage());
    if (message.contains(CANNOT_OPEN_LIBRARY)) {
      return Optional.of(missingLibrary(device, message, refused));
    }
    if (InferenceFailed.kindOf(message) == InferenceFailed.Kind.OUT_OF_MEMORY) {
      return Optional.of(
          problem(
              device + " has no memory left for this model",
              message,
              "Serve fewer models, let them be unloaded sooner, or put this one on the CPU.",
              refused));
    }
    return KNOWN.stream()
        .filter(each -> message.contains(each.words()))
        .findFirst()
        .map(known ->
            problem(
                known.what().replace("%s", device.name()),
                message.substring(message.indexOf(known.words())),
                known.remedy(),
                refused));
  }

  private static ProblemException missingLibrary(Device device, String message, Exception refused) {
    return problem(
        "The "
            + device.provider().label()
            + " runtime needs "
            + library(message)
            + ", which is not installed",
        message,
        "Install it, or name its folder in LD_LIBRARY_PATH; then hearth runtimes list. "
            + WITHOUT_IT,
        refused);
  }

  /** {@code libcudnn.so.9} of {@code libcudnn.so.9: cannot open shared object file: …}. */
  static String library(String message) {
    String before = message.substring(0, message.indexOf(CANNOT_OPEN_LIBRARY)).strip();
    String name = before.endsWith(":") ? before.substring(0, before.length() - 1) : before;
    return name.substring(Math.max(name.lastIndexOf(' '), name.lastIndexOf('/')) + 1);
  }

  static ProblemException problem(String what, String message, String remedy, Exception cause) {
    return new ProblemException(
        new Problem(Problem.Kind.UNAVAILABLE, what, firstLine(message), remedy), cause);
  }

  /** The runtime's messages go on with stack traces. */
  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return (end < 0 ? message : message.substring(0, end)).strip();
  }
}
