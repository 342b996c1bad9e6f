package dev.hearth.machine.accelerator;

import java.util.HexFormat;
import java.util.Optional;

/** Where a device sits on PCI: domain, bus, device, function. */
public record PciAddress(int domain, int bus, int device, int function)
    implements Comparable<PciAddress> {

  /** Reads {@code 0000:c4:00.0}, or {@code c4:00.0} in domain 0. */
  public static Optional<PciAddress> parse(String text) {
    int dot = text.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String[] parts = text.substring(0, dot).split(":", -1);
    String function = text.substring(dot + 1);
    try {
      return switch (parts.length) {
        case 3 -> Optional.of(of(parts[0], parts[1], parts[2], function));
        case 2 -> Optional.of(of("0", parts[0], parts[1], function));
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
    int byDomain = Integer.compare(domain, other.domain);
    return byDomain != 0 ? byDomain : Integer.compare(onBus(), other.onBus());
  }

  private int onBus() {
    return bus << 8 | device << 3 | function;
  }

  /** As the kernel writes it: {@code 0000:c4:00.0}. */
  @Override
  public String toString() {
    // Not String.format, whose first use costs a tenth of all the time detection may take.
    HexFormat hex = HexFormat.of();
    String wide = hex.toHexDigits(domain);
    return (domain > 0xffff ? wide.substring(firstDigit(wide)) : wide.substring(4))
        + ":"
        + hex.toHexDigits((byte) bus)
        + ":"
        + hex.toHexDigits((byte) device)
        + "."
        + hex.toHexDigits(function, 1);
  }

  private static int firstDigit(String digits) {
    int at = 0;
    while (digits.charAt(at) == '0') {
      at++;
    }
    return at;
  }
}
