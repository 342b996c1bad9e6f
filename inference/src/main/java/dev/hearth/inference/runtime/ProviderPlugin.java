package dev.hearth.inference.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtEpDevice;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtHardwareDevice.OrtHardwareDeviceType;
import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Provider;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.accelerator.PciAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A provider that came as a library of its own, registered with the runtime. */
final class ProviderPlugin {
  private static final String REPLACE =
      "Give the provider's library for ONNX Runtime %s: hearth runtimes install %s --from FILE";

  private final Provider provider;
  private final List<OrtEpDevice> devices;

  private ProviderPlugin(Provider provider, List<OrtEpDevice> devices) {
    this.provider = provider;
    this.devices = devices;
  }

  /**
   * Registers the library, once for a process.
   *
   * @throws ProblemException {@code UNAVAILABLE} when it is no such library, or offers no device
   */
  static ProviderPlugin register(OrtEnvironment environment, Provider provider, Path library) {
    if (!Files.isRegularFile(library)) {
      throw refusal(provider, environment, "there is no file " + library, Optional.empty());
    }
    try {
      List<OrtEpDevice> own = devices(environment, provider);
      if (own.isEmpty()) {
        // Some providers work under the name that they give themselves only.
        environment.registerExecutionProviderLibrary(provider.runtimeName(), library.toString());
        own = devices(environment, provider);
      }
      if (own.isEmpty()) {
        environment.unregisterExecutionProviderLibrary(provider.runtimeName());
        throw noDevice(provider, library, environment.getEpDevices());
      }
      return new ProviderPlugin(provider, own);
    } catch (OrtException refused) {
      throw refusal(provider, environment, reason(library, refused), Optional.of(refused));
    }
  }

  private static List<OrtEpDevice> devices(OrtEnvironment environment, Provider provider)
      throws OrtException {
    return environment.getEpDevices().stream()
        .filter(each -> each.getEpName().startsWith(provider.runtimeName()))
        .toList();
  }

  /** What it computes on, numbered in its order. */
  List<Device> offered() {
    List<Device> offered = new ArrayList<>();
    for (OrtEpDevice each : devices) {
      offered.add(
          new Device(
              provider,
              offered.size(),
              name(each),
              address(each).map(PciAddress::toString),
              each.getDevice().getType() == OrtHardwareDeviceType.CPU));
    }
    return offered;
  }

  /**
   * The runtime's device for one of the engine's: by its address where the provider tells
   * addresses, else by its number.
   */
  OrtEpDevice find(Device device) {
    Optional<PciAddress> wanted = device.pciAddress().flatMap(PciAddress::parse);
    boolean addressed = devices.stream().anyMatch(each -> address(each).isPresent());
    Optional<OrtEpDevice> found =
        wanted.isPresent() && addressed
            ? devices.stream().filter(each -> address(each).equals(wanted)).findFirst()
            : devices.stream().skip(device.ordinal()).findFirst();
    return found.orElseThrow(() ->
        new ProblemException(
            new Problem(
                Problem.Kind.UNAVAILABLE,
                provider.label() + " does not offer " + device.name(),
                "it offers " + words(devices),
                "Choose one of these, or --backend cpu.")));
  }

  private static Optional<PciAddress> address(OrtEpDevice device) {
    return device.getDevice().getMetadata().values().stream()
        .flatMap(value -> PciAddress.parse(value).stream())
        .findFirst();
  }

  private static String name(OrtEpDevice device) {
    String vendor = device.getDevice().getVendor();
    String type = device.getDevice().getType().name();
    return vendor.isBlank() ? type : vendor + " " + type;
  }

  private static String words(List<OrtEpDevice> devices) {
    return devices.stream()
        .map(each -> name(each) + address(each).map(address -> " at " + address).orElse(""))
        .collect(Collectors.joining(", "));
  }

  private static ProblemException noDevice(Provider provider, Path library, List<OrtEpDevice> all) {
    String others =
        all.stream().map(OrtEpDevice::getEpName).distinct().collect(Collectors.joining(", "));
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            provider.label() + " offers no device on this machine",
            library + " was registered; the runtime has devices of " + others,
            "See that its driver is installed and that this user may open the device;"
                + " or --backend cpu."));
  }

  private static ProblemException refusal(
      Provider provider, OrtEnvironment environment, String reason, Optional<OrtException> cause) {
    Problem problem =
        new Problem(
            Problem.Kind.UNAVAILABLE,
            provider.label() + " cannot be added to the runtime",
            reason,
            REPLACE
                .replaceFirst("%s", environment.getVersion())
                .replaceFirst("%s", provider.key()));
    return cause
        .map(thrown -> new ProblemException(problem, thrown))
        .orElseGet(() -> new ProblemException(problem));
  }

  /** What is the matter with the library, before the runtime's own words. */
  private static String reason(Path library, OrtException refused) {
    String message = String.valueOf(refused.getMessage());
    String meaning;
    if (message.contains("cannot open shared object file")) {
      meaning = "needs " + DeviceRefusals.library(message) + ", which is not installed";
    } else if (message.contains("undefined symbol: CreateEpFactories")
        || message.contains("undefined symbol: ReleaseEpFactory")) {
      meaning = "is a library, but no provider for ONNX Runtime";
    } else if (message.contains("invalid ELF header") || message.contains("file too short")) {
      meaning = "is no library";
    } else if (message.contains("API version")) {
      meaning = "was made for another version of ONNX Runtime";
    } else {
      meaning = "was refused";
    }
    return library + " " + meaning + ": " + message.lines().findFirst().orElse("").strip();
  }
}
