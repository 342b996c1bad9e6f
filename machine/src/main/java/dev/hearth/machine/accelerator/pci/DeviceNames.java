package dev.hearth.machine.accelerator.pci;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Products' names: of AMD's by device and revision where libdrm's list is installed, else by {@code
 * pci.ids}, else by a small built-in table. Nothing is read before a name is asked for. A name may
 * begin with its maker's: "AMD Radeon Pro WX 4100".
 */
public final class DeviceNames {
  private static final String AMDGPU_IDS = "/usr/share/libdrm/amdgpu.ids";
  private static final List<String> PCI_IDS =
      List.of("/usr/share/hwdata/pci.ids", "/usr/share/misc/pci.ids");
  private static final String BUILT_IN = "device-names.txt";

  private final Machine machine;
  private final Map<String, Optional<String>> known = new ConcurrentHashMap<>();
  private Optional<IdFile> pciIds = Optional.empty();
  private Optional<List<String>> builtIn = Optional.empty();

  private DeviceNames(Machine machine) {
    this.machine = machine;
  }

  public static DeviceNames of(Machine machine) {
    return new DeviceNames(machine);
  }

  /** The product's name: "Radeon RX 7900 XTX", "GeForce RTX 4090". */
  public Reading<String> name(PciIdentity identity) {
    // A host may have eight of one kind.
    Optional<String> name =
        known.computeIfAbsent(identity.ids() + " " + identity.revision(), _ -> listed(identity));
    return name.map(Reading::known)
        .orElseGet(() -> Reading.unknown("no list of names here has " + identity.ids()));
  }

  private Optional<String> listed(PciIdentity identity) {
    return amdName(identity)
        .or(() -> pciIds().name(identity.vendorId(), identity.deviceId()).map(DeviceNames::product))
        .or(() -> builtInName(identity));
  }

  /**
   * Chips of one device id differ by revision, so both must agree. A line: {@code
   * 73FF,<tab>C7,<tab>AMD Radeon RX 6600}.
   */
  private Optional<String> amdName(PciIdentity identity) {
    Optional<Integer> revision = identity.revision().asOptional();
    if (identity.vendorId() != PciBus.AMD || revision.isEmpty()) {
      return Optional.empty();
    }
    String device = HexFormat.of().toHexDigits(identity.deviceId(), 4);
    String chip = HexFormat.of().toHexDigits(revision.get(), 2);
    for (String line : machine.lines(AMDGPU_IDS).orElse(List.of())) {
      if (line.regionMatches(true, 0, device, 0, device.length())) {
        String[] fields = line.split(",", 3);
        if (fields.length == 3
            && fields[0].strip().equalsIgnoreCase(device)
            && fields[1].strip().equalsIgnoreCase(chip)
            && !fields[2].isBlank()) {
          return Optional.of(fields[2].strip());
        }
      }
    }
    return Optional.empty();
  }

  private synchronized IdFile pciIds() {
    if (pciIds.isEmpty()) {
      byte[] text = new byte[0];
      for (String path : PCI_IDS) {
        if (text.length == 0) {
          text = machine.bytes(path).orElse(text);
        }
      }
      pciIds = Optional.of(new IdFile(text));
    }
    return pciIds.get();
  }

  private Optional<String> builtInName(PciIdentity identity) {
    String prefix = identity.ids() + " ";
    for (String line : builtIn()) {
      if (line.startsWith(prefix)) {
        return Optional.of(product(line.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }

  private synchronized List<String> builtIn() {
    if (builtIn.isEmpty()) {
      try (InputStream in = DeviceNames.class.getResourceAsStream(BUILT_IN)) {
        if (in == null) {
          throw new IllegalStateException(BUILT_IN + " is missing from the program: this is a bug");
        }
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        builtIn = Optional.of(text.lines().toList());
      } catch (IOException unreadable) {
        throw new IllegalStateException(BUILT_IN + " cannot be read: this is a bug", unreadable);
      }
    }
    return builtIn.get();
  }

  /** From "Navi 23 [Radeon RX 6600]" what people know it by; the chip's name where that is all. */
  static String product(String name) {
    int open = name.lastIndexOf('[');
    return open >= 0 && name.endsWith("]") && !name.substring(open + 1, name.length() - 1).isBlank()
        ? name.substring(open + 1, name.length() - 1).strip()
        : name;
  }
}
