package dev.hearth.machine.host;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.host.Cdi.Specification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the container device interface specifications, and whether what they name still exists. */
public final class CdiProbe {
  /** Later ones go before earlier ones. Source: the CDI specification, "Order of precedence". */
  private static final List<String> FOLDERS = List.of("/etc/cdi", "/run/cdi", "/var/run/cdi");

  private static final int MOST_FILES = 64;

  /** Enough to show; a driver update makes every library of the file missing. */
  private static final int MOST_MISSING = 40;

  private final Machine machine;
  private final List<Found> found = new ArrayList<>();

  private CdiProbe(Machine machine) {
    this.machine = machine;
  }

  /** A file's specification, and which of {@link #FOLDERS} it lies in. */
  private record Found(Specification specification, int folder) {
    String path() {
      return specification.path();
    }

    /** What it offers, as people ask for it: nvidia.com/gpu=0. */
    Set<String> offers() {
      Set<String> names = new TreeSet<>();
      specification.devices().forEach(device -> names.add(specification.kind() + "=" + device));
      return names;
    }
  }

  public static Cdi probe(Machine machine) {
    return new CdiProbe(machine).probe();
  }

  private Cdi probe() {
    Set<String> seen = new HashSet<>();
    for (int folder = 0; folder < FOLDERS.size(); folder++) {
      String path = FOLDERS.get(folder);
      // /var/run is /run nearly everywhere: one folder, and no conflict with itself.
      if (machine.exists(path) && seen.add(machine.realPath(path).orElse(path))) {
        folder(path, folder, seen);
      }
    }
    return new Cdi(found.stream().map(this::judged).toList());
  }

  private void folder(String folder, int order, Set<String> seen) {
    List<String> files = new ArrayList<>();
    for (String name : machine.namesOrNone(folder)) {
      String path = folder + "/" + name;
      if (isSpecification(name) && !seen.contains(machine.realPath(path).orElse(path))) {
        files.add(path);
      }
    }
    files.stream()
        .limit(MOST_FILES)
        .forEach(path -> found.add(new Found(specification(path), order)));
    files.forEach(path -> seen.add(machine.realPath(path).orElse(path)));
  }

  private static boolean isSpecification(String name) {
    return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private Specification specification(String path) {
    if (path.endsWith(".yml")) {
      return unusable(path, "only files that end in .yaml or .json are read");
    }
    return switch (machine.text(path).flatMap(CdiDocument::parse)) {
      case Reading.Known<CdiDocument>(CdiDocument document) -> specification(path, document);
      case Reading.Unknown<CdiDocument>(String reason) -> unusable(path, reason);
    };
  }

  private Specification specification(String path, CdiDocument document) {
    List<String> missing =
        document.hostPaths().stream()
            .filter(named -> !machine.exists(named))
            .limit(MOST_MISSING)
            .toList();
    return new Specification(
        path,
        document.kind(),
        document.devices(),
        missing,
        document.driverVersion(),
        document.devices().isEmpty() ? "offers no device" : "");
  }

  private static Specification unusable(String path, String reason) {
    return new Specification(path, "", List.of(), List.of(), "", reason);
  }

  /** The specification, with the trouble the others mean for it. */
  private Specification judged(Found one) {
    Specification specification = one.specification();
    if (!specification.trouble().isEmpty()) {
      return specification;
    }
    return trouble(one)
        .map(trouble ->
            new Specification(
                specification.path(),
                specification.kind(),
                specification.devices(),
                specification.missing(),
                specification.driverVersion(),
                trouble))
        .orElse(specification);
  }

  private Optional<String> trouble(Found one) {
    for (Found other : found) {
      Set<String> both = one.offers();
      both.retainAll(other.offers());
      if (other.equals(one) || both.isEmpty()) {
        continue;
      }
      if (other.folder() == one.folder()) {
        return Optional.of(
            "offers " + String.join(", ", both) + " as " + other.path() + " does: neither is used");
      }
      if (other.folder() > one.folder() && both.equals(one.offers())) {
        return Optional.of(other.path() + " offers the same devices, and goes before");
      }
    }
    return Optional.empty();
  }
}
