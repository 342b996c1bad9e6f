package dev.hearth.machine.accelerator.intel;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.Accelerator.Kind;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.pci.PciDevice;
import java.util.List;

/**
 * The memory of an Intel GPU, as far as the kernel tells. Source: xe {@code
 * DEVICE/tileN/physical_vram_size_bytes}, which is a little more than can be used; Intel's own i915
 * {@code /sys/class/drm/cardN/lmem_total_bytes}. The i915 of Linux itself has no such file.
 */
final class LocalMemory {
  /** Ponte Vecchio has two; more is no chip there is. */
  private static final int MOST_TILES = 8;

  /** A larger number is no size of a memory there is. */
  private static final long MOST_BYTES = 1L << 50;

  /** The line of {@code resource} that is the window into local memory, BAR 2. */
  private static final int MEMORY_WINDOW = 2;

  private final Machine machine;
  private final PciDevice device;
  private final Reading<Long> total;

  LocalMemory(Machine machine, PciDevice device, List<DeviceNode> nodes) {
    this.machine = machine;
    this.device = device;
    this.total = tiles().or(() -> ofIntelsI915(nodes));
  }

  /** Whether a file of the kernel tells of local memory: then the GPU is a card of its own. */
  boolean told() {
    return total.asOptional().isPresent();
  }

  AcceleratorMemory of(Kind kind, Reading<Form> form) {
    boolean discrete =
        kind == Kind.GPU && form.asOptional().filter(Form.DISCRETE::equals).isPresent();
    if (!discrete) {
      return AcceleratorMemory.unknown(
          "it has no memory of its own: it uses the machine's, and the kernel tells no limit");
    }
    String notTold = device.driver().orElse("no driver") + " does not tell it";
    return new AcceleratorMemory(
        total,
        Reading.unknown(notTold),
        Reading.unknown(notTold),
        Reading.unknown(notTold),
        window());
  }

  private Reading<Long> tiles() {
    Reading<Long> sum = tile(0);
    for (int tile = 1; tile < MOST_TILES && sum.asOptional().isPresent(); tile++) {
      Reading<Long> next = tile(tile);
      if (next.asOptional().isEmpty()) {
        break;
      }
      sum = sum.flatMap(before -> next.map(bytes -> before + bytes));
    }
    return sum;
  }

  private Reading<Long> tile(int number) {
    return size(device.path() + "/tile" + number + "/physical_vram_size_bytes");
  }

  private Reading<Long> ofIntelsI915(List<DeviceNode> nodes) {
    for (DeviceNode node : nodes) {
      if (node.role() == DeviceNode.Role.CARD) {
        return size(Clocks.cardFolder(node) + "/lmem_total_bytes")
            .or(() ->
                Reading.unknown(
                    device.drivenBy("i915")
                        ? "i915 tells no size of local memory; xe does"
                        : "the driver tells no size of local memory"));
      }
    }
    return Reading.unknown(
        device
            .driver()
            .asOptional()
            .map(name -> name + " shows no DRM node")
            .orElse("no driver is bound"));
  }

  private Reading<Long> size(String file) {
    return machine
        .number(file)
        .flatMap(bytes ->
            bytes > 0 && bytes < MOST_BYTES
                ? Reading.known(bytes)
                : Reading.unknown(file + " holds no size"));
  }

  /** How much of local memory the CPU sees at once: all of it only with resizable BAR. */
  private Reading<Long> window() {
    String file = device.path() + "/resource";
    return machine
        .lines(file)
        .flatMap(lines ->
            lines.size() > MEMORY_WINDOW
                ? window(lines.get(MEMORY_WINDOW), file)
                : Reading.unknown(file + " lists no memory window"));
  }

  private static Reading<Long> window(String line, String file) {
    String[] words = line.strip().split(" ", -1);
    if (words.length < 2) {
      return Reading.unknown(file + " lists no memory window");
    }
    return Numbers.parse(words[0], file)
        .flatMap(first -> Numbers.parse(words[1], file).map(last -> last - first + 1))
        .flatMap(bytes ->
            bytes > 1 && bytes < MOST_BYTES
                ? Reading.known(bytes)
                : Reading.unknown(file + " lists no memory window"));
  }
}
