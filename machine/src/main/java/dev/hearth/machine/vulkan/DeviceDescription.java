package dev.hearth.machine.vulkan;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads what Vulkan tells of one device. Offsets are those of the C structures of {@code
 * vulkan_core.h} on 64-bit systems.
 */
final class DeviceDescription {
  private static final int PROPERTIES_2 = 1000059001;
  private static final int DRIVER_PROPERTIES = 1000196000;
  private static final int PCI_BUS_INFO = 1000212000;

  private static final int NAME_LENGTH = 256;

  /** VkPhysicalDeviceProperties is 824 bytes; a driver that writes more finds room. */
  private static final long PROPERTIES_BYTES = 1024;

  private static final int MOST_HEAPS = 16;

  /** Filled in before asking: a driver leaves what it does not know as it was. */
  private static final int UNTOLD = -1;

  /** All zeros: what drivers without hardware tell, as Mesa's llvmpipe does since 25. */
  private static final PciAddress HOST_BRIDGE = new PciAddress(0, 0, 0, 0);

  private final VulkanLibrary vulkan;
  private final Arena arena;

  DeviceDescription(VulkanLibrary vulkan, Arena arena) {
    this.vulkan = vulkan;
    this.arena = arena;
  }

  PhysicalDevice of(MemorySegment device) {
    MemorySegment basic = arena.allocate(PROPERTIES_BYTES, 8);
    vulkan.fill("vkGetPhysicalDeviceProperties", device, basic);
    MemorySegment driver = chained(DRIVER_PROPERTIES, 1024, MemorySegment.NULL);
    MemorySegment pci = chained(PCI_BUS_INFO, 32, driver);
    for (int offset = 16; offset < 32; offset += 4) {
      pci.set(JAVA_INT, offset, UNTOLD);
    }
    int version = basic.get(JAVA_INT, 0);
    if (atLeast11(version)) {
      // Only devices of 1.1 may be asked this without an extension.
      vulkan.fill(
          "vkGetPhysicalDeviceProperties2", device, chained(PROPERTIES_2, PROPERTIES_BYTES, pci));
    }
    return new PhysicalDevice(
        text(basic, 20),
        PhysicalDevice.Type.of(basic.get(JAVA_INT, 16)),
        basic.get(JAVA_INT, 8),
        basic.get(JAVA_INT, 12),
        version(version),
        told(text(driver, 20), "the driver does not tell its name"),
        told(text(driver, 276), "the driver does not tell its version in words"),
        address(pci),
        heaps(device));
  }

  /** A structure that Vulkan fills in, followed by another. */
  private MemorySegment chained(int type, long bytes, MemorySegment next) {
    MemorySegment structure = arena.allocate(bytes, 8);
    structure.set(JAVA_INT, 0, type);
    structure.set(ADDRESS, 8, next);
    return structure;
  }

  private static boolean atLeast11(int version) {
    return Integer.compareUnsigned(version, 1 << 22 | 1 << 12) >= 0;
  }

  /** Ten bits, ten bits, twelve bits, after three for a variant that is 0 on computers. */
  private static String version(int version) {
    return String.format(
        Locale.ROOT, "%d.%d.%d", version >>> 22 & 0x7f, version >>> 12 & 0x3ff, version & 0xfff);
  }

  private static Reading<String> told(String text, String otherwise) {
    return text.isEmpty() ? Reading.unknown(otherwise) : Reading.known(text);
  }

  private static Reading<PciAddress> address(MemorySegment pci) {
    int domain = pci.get(JAVA_INT, 16);
    if (domain == UNTOLD) {
      return Reading.unknown("the driver does not tell a PCI address");
    }
    PciAddress address =
        new PciAddress(domain, pci.get(JAVA_INT, 20), pci.get(JAVA_INT, 24), pci.get(JAVA_INT, 28));
    return address.equals(HOST_BRIDGE)
        ? Reading.unknown("the driver tells the address of the host bridge")
        : Reading.known(address);
  }

  private List<PhysicalDevice.Heap> heaps(MemorySegment device) {
    MemorySegment memory = arena.allocate(PROPERTIES_BYTES, 8);
    vulkan.fill("vkGetPhysicalDeviceMemoryProperties", device, memory);
    int count = Math.clamp(memory.get(JAVA_INT, 260), 0, MOST_HEAPS);
    List<PhysicalDevice.Heap> heaps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long heap = 264 + 16L * i;
      boolean local = (memory.get(JAVA_INT, heap + 8) & 1) != 0;
      heaps.add(new PhysicalDevice.Heap(memory.get(JAVA_LONG, heap), local));
    }
    return heaps;
  }

  /** A text of at most 256 bytes, up to its NUL. */
  private static String text(MemorySegment structure, long offset) {
    byte[] bytes = structure.asSlice(offset, NAME_LENGTH).toArray(JAVA_BYTE);
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
