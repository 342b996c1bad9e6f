package dev.hearth.machine.nvml;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hearth.machine.accelerator.PciAddress;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** The structures NVML fills. Source: nvml.h of API 13; these two never changed. */
final class NvmlStructs {
  /** {@code nvmlPciInfo_t}, 68 bytes. The address is also there as text, always of function 0. */
  static final MemoryLayout PCI_INFO =
      MemoryLayout.structLayout(
          MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("busIdLegacy"),
          JAVA_INT.withName("domain"),
          JAVA_INT.withName("bus"),
          JAVA_INT.withName("device"),
          JAVA_INT.withName("pciDeviceId"),
          JAVA_INT.withName("pciSubSystemId"),
          MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("busId"));

  /** {@code nvmlMemory_t}, 24 bytes. */
  static final MemoryLayout MEMORY =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("total"), JAVA_LONG.withName("free"), JAVA_LONG.withName("used"));

  /** Room for either, and for what a later version might add at the end. */
  static final long LARGEST = 256;

  private static final long DOMAIN = offset(PCI_INFO, "domain");
  private static final long BUS = offset(PCI_INFO, "bus");
  private static final long DEVICE = offset(PCI_INFO, "device");
  private static final long TOTAL = offset(MEMORY, "total");
  private static final long FREE = offset(MEMORY, "free");

  private NvmlStructs() {}

  static Optional<PciAddress> address(MemorySegment info) {
    int domain = info.get(JAVA_INT, DOMAIN);
    int bus = info.get(JAVA_INT, BUS);
    int device = info.get(JAVA_INT, DEVICE);
    boolean sane = domain >= 0 && bus >= 0 && bus <= 0xff && device >= 0 && device <= 0x1f;
    return sane ? Optional.of(new PciAddress(domain, bus, device, 0)) : Optional.empty();
  }

  /** What is not free is used: the driver's reserve is in neither of nvidia-smi's figures. */
  static NvmlGpu.Memory memory(MemorySegment memory) {
    long total = memory.get(JAVA_LONG, TOTAL);
    return new NvmlGpu.Memory(total, total - memory.get(JAVA_LONG, FREE));
  }

  private static long offset(MemoryLayout layout, String field) {
    return layout.byteOffset(PathElement.groupElement(field));
  }
}
