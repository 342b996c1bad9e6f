package dev.hearth.inference.runtime;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.PciAddress;
import dev.hearth.machine.vulkan.PhysicalDevice;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Narrows what Vulkan shows this process down to one adapter. The runtime offers no choice of its
 * own: it takes what the loader shows it, discrete cards before integrated ones.
 */
final class AdapterSelection {
  private static final Logger LOG = System.getLogger(AdapterSelection.class.getName());

  private final NativeEnvironment environment;
  private final VisibleDevices visible;

  AdapterSelection(NativeEnvironment environment, VisibleDevices visible) {
    this.environment = environment;
    this.visible = visible;
  }

  /**
   * Shows the adapter's driver only, and where that drives several, asks Mesa's layer and the
   * loader for this one.
   *
   * @throws ProblemException when the runtime would take another all the same
   */
  void choose(VulkanAdapter adapter) {
    environment.set("VK_DRIVER_FILES", adapter.manifest().toString());
    environment.set("VK_ICD_FILENAMES", adapter.manifest().toString()); // before loader 1.3.207
    List<PhysicalDevice> ofDriver = devices(adapter);
    if (ofDriver.size() == 1 && same(ofDriver.getFirst(), adapter.properties())) {
      return;
    }
    variables(adapter.properties(), ofDriver).forEach(environment::setAbsent);
    List<PhysicalDevice> left = devices(adapter);
    if (left.isEmpty() || !same(first(left), adapter.properties())) {
      throw refusal(adapter, left);
    }
    if (left.size() > 1) {
      LOG.log(Level.DEBUG, "{0} comes first of {1} adapters", adapter.device(), left.size());
    }
  }

  /**
   * What asks for one of a driver's devices. Sources: Mesa's device-select layer, whose "!" hides
   * all others and which obeys its own variable before DRI_PRIME; the Vulkan loader, which sorts
   * since 1.3.2 and filters since 1.4.326. Numbers do not tell equal cards apart, only DRI_PRIME's
   * address does.
   */
  static Map<String, String> variables(PhysicalDevice wanted, List<PhysicalDevice> ofDriver) {
    Map<String, String> variables = new LinkedHashMap<>();
    long equal =
        ofDriver.stream()
            .filter(each ->
                each.vendorId() == wanted.vendorId() && each.deviceId() == wanted.deviceId())
            .count();
    if (equal <= 1) {
      String vendor = Integer.toHexString(wanted.vendorId());
      String device = Integer.toHexString(wanted.deviceId());
      variables.put("MESA_VK_DEVICE_SELECT", vendor + ":" + device + "!");
      variables.put("VK_LOADER_DEVICE_SELECT", "0x" + vendor + ":0x" + device);
      variables.put("VK_LOADER_DEVICE_ID_FILTER", "0x" + device);
    }
    wanted
        .pci()
        .asOptional()
        .ifPresent(pci -> variables.put("DRI_PRIME", "pci-" + underscored(pci) + "!"));
    return variables;
  }

  private static String underscored(PciAddress pci) {
    return String.format(
        Locale.ROOT, "%04x_%02x_%02x_%d", pci.domain(), pci.bus(), pci.device(), pci.function());
  }

  /** What a request for high performance gets: the runtime sorts by type, then as shown. */
  static PhysicalDevice first(List<PhysicalDevice> shown) {
    return shown.stream().min(Comparator.comparingInt(AdapterSelection::rank)).orElseThrow();
  }

  private static int rank(PhysicalDevice device) {
    return switch (device.type()) {
      case DISCRETE_GPU -> 0;
      case INTEGRATED_GPU -> 1;
      case CPU -> 2;
      case VIRTUAL_GPU, OTHER -> 3;
    };
  }

  /** Whether two readings are of one device: by its address, else by all that it says. */
  static boolean same(PhysicalDevice one, PhysicalDevice other) {
    boolean bothAddressed =
        one.pci().asOptional().isPresent() && other.pci().asOptional().isPresent();
    return bothAddressed ? one.pci().equals(other.pci()) : one.equals(other);
  }

  private List<PhysicalDevice> devices(VulkanAdapter adapter) {
    return switch (visible.read()) {
      case Reading.Known<List<PhysicalDevice>>(List<PhysicalDevice> devices) -> devices;
      case Reading.Unknown<List<PhysicalDevice>>(String reason) ->
          throw new ProblemException(
              new Problem(
                  Problem.Kind.UNAVAILABLE,
                  adapter.device() + " cannot be opened any more",
                  reason,
                  "hearth detect --probe"));
    };
  }

  private ProblemException refusal(VulkanAdapter adapter, List<PhysicalDevice> left) {
    String others =
        left.isEmpty()
            ? "it is not among the devices that its driver shows"
            : left.stream().map(AdapterSelection::words).collect(Collectors.joining(", "))
                + (left.size() == 1 ? " is shown" : " are shown, the first would be taken");
    List<String> set =
        Stream.of(
                "MESA_VK_DEVICE_SELECT",
                "DRI_PRIME",
                "VK_LOADER_DEVICE_SELECT",
                "VK_LOADER_DEVICE_ID_FILTER",
                "VK_LOADER_VENDOR_ID_FILTER",
                "VK_LOADER_DRIVER_ID_FILTER",
                "VK_LOADER_DRIVERS_SELECT",
                "VK_LOADER_DRIVERS_DISABLE")
            .filter(this::setByTheUser)
            .toList();
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "Vulkan cannot be told to compute on " + words(adapter.properties()),
            others,
            set.isEmpty() ? container(adapter) : "Unset " + String.join(", ", set) + "."));
  }

  private boolean setByTheUser(String variable) {
    return NativeEnvironment.get(variable).filter(value -> !value.isEmpty()).isPresent()
        && !environment.changed(variable);
  }

  private static String container(VulkanAdapter adapter) {
    return "Install mesa-vulkan-drivers, whose layer picks by address; or run Hearth in a container"
        + " that has only this card: --device "
        + adapter.properties().pci().map(DeviceNode::renderPath).orElse("its render node")
        + ", with NVIDIA --device nvidia.com/gpu=N.";
  }

  private static String words(PhysicalDevice device) {
    return device.name() + device.pci().asOptional().map(pci -> " at " + pci).orElse("");
  }
}
