package dev.hearth.machine.accelerator;

import java.util.Locale;
import java.util.Optional;

/** Where a device sits on PCI: domain, bus, device, function. */
public record PciAddress(int domain, int bus, int device, int function)
    implements Comparable<PciAddress> {

  /** Reads {@code 0000:c4:00.0}, or {@code c4:00.0} in domain 0. */
  public static Optional<PciAddress> parse(String text) {
    String[] parts = text.split("[:.]", -1);
    try {
      return switch (parts.length) {
        case 4 -> Optional.of(of(parts[0], parts[1], parts[2], parts[3]));
        case 3 -> Optional.of(of("0", parts[0], parts[1], parts[2]));
        default -> Optional.empty();
      };
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static PciAddress of(String domain, String bus, String device, String function) {
    return new PciAddress(
        hex(domain, 0xffffffffL), hex(bus, 0xff), hex(device, 0x1f), hex(function, 7));
  }

  private static int hex(String digits, long most) {
    long value = Long.parseUnsignedLong(digits, 16);
    if (value < 0 || value > Math.min(most, Integer.MAX_VALUE)) {
      throw new NumberFormatException(digits);
    }
    return (int) value;
  }

  @Override
  public int compareTo(PciAddress other) {
    return toString().compareTo(other.toString());
  }

  /** As the kernel writes it: {@code 0000:c4:00.0}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%04x:%02x:%02x.%x", domain, bus, device, function);
  }
}
