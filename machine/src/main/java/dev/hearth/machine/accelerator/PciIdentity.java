package dev.hearth.machine.accelerator;

import dev.hearth.machine.Reading;
import java.util.HexFormat;

/**
 * What PCI says of a device. Source: {@code /sys/bus/pci/devices/ADDRESS/{vendor,device,class,…}}.
 *
 * @param address where it sits
 * @param vendorId as 0x1002
 * @param deviceId as 0x15bf
 * @param classCode six hexadecimal digits: 0x030000 VGA, 0x030200 3D, 0x120000 accelerator
 * @param revision chips of one device id differ by it
 * @param subsystemVendorId the board's maker
 * @param subsystemDeviceId the board
 * @param linkWidth lanes in use; meaningless for an integrated GPU
 * @param linkSpeed in the kernel's words, as "16.0 GT/s PCIe"
 */
public record PciIdentity(
    PciAddress address,
    int vendorId,
    int deviceId,
    Reading<Integer> classCode,
    Reading<Integer> revision,
    Reading<Integer> subsystemVendorId,
    Reading<Integer> subsystemDeviceId,
    Reading<Integer> linkWidth,
    Reading<String> linkSpeed) {

  /** As {@code lspci -n} writes it: {@code 1002:15bf}. */
  public String ids() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits((short) vendorId) + ":" + hex.toHexDigits((short) deviceId);
  }
}
