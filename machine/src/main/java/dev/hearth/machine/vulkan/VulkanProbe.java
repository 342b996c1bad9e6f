package dev.hearth.machine.vulkan;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.host.VulkanDrivers;
import dev.hearth.machine.host.VulkanDrivers.Driver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the installed Vulkan drivers as the loader would, without loading any. Source: the search
 * order of the loader's documentation, "Driver Discovery on Linux"; the variables that change it
 * ({@code XDG_…}, {@code VK_DRIVER_FILES}) belong to a process, not to the machine, and services do
 * not have them.
 */
public final class VulkanProbe {
  private static final String LOADER = "libvulkan.so.1";
  private static final String GALLIUM = "libgallium-";

  private static final List<String> SYSTEM_FOLDERS_BEFORE_HOME =
      List.of("/etc/xdg", "/usr/local/etc", "/etc");

  private static final List<String> SYSTEM_FOLDERS_AFTER_HOME =
      List.of("/usr/local/share", "/usr/share", "/run/opengl-driver/share"); // the last: NixOS

  /** Where 64-bit libraries lie: Debian's way, then Fedora's, then Arch's, then the odd places. */
  private static final List<String> LIBRARY_FOLDERS =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib64",
          "/usr/lib",
          "/usr/local/lib",
          "/usr/local/lib64",
          "/usr/lib/aarch64-linux-gnu/tegra",
          "/usr/lib/aarch64-linux-gnu/nvidia",
          "/usr/lib/wsl/lib",
          "/run/opengl-driver/lib");

  /** Intel's architectures that no Vulkan driver is for. */
  private static final Set<String> BEFORE_VULKAN = Set.of("gen2", "gen3", "gen4", "gen5", "gen6");

  private final Machine machine;

  private VulkanProbe(Machine machine) {
    this.machine = machine;
  }

  /** The drivers that every user and service of a machine has. */
  public static VulkanDrivers read(Machine machine) {
    return new VulkanProbe(machine).drivers(Optional.empty());
  }

  /** The same, and those in one user's folders. */
  public static VulkanDrivers read(Machine machine, String home) {
    return new VulkanProbe(machine).drivers(Optional.of(home));
  }

  /** The drivers that would drive an accelerator, hardware only, in the loader's order. */
  public static List<Driver> driving(VulkanDrivers drivers, Accelerator accelerator) {
    return accelerator
        .driver()
        .map(name -> drivers.forDevice(name).stream().filter(of(accelerator)::accepts).toList())
        .orElse(List.of());
  }

  /** Two of Intel's drivers share a kernel driver, and each leaves the other's chips alone. */
  private static Chips of(Accelerator accelerator) {
    String architecture = accelerator.architecture().orElse("");
    boolean old = architecture.startsWith("gen7") || architecture.equals("gen8");
    boolean older = BEFORE_VULKAN.contains(architecture);
    return driver ->
        switch (KnownIcd.of(lastName(driver.manifest()), lastName(driver.library())).orElse(null)) {
          case HASVK -> old || architecture.isEmpty();
          case ANV -> !old && !older;
          case null, default -> true;
        };
  }

  private interface Chips {
    boolean accepts(Driver driver);
  }

  private VulkanDrivers drivers(Optional<String> home) {
    List<Driver> found = new ArrayList<>();
    for (String folder : folders(home)) {
      for (String name : machine.namesOrNone(folder)) {
        if (name.endsWith(".json")) {
          driver(folder, name).ifPresent(found::add);
        }
      }
    }
    return new VulkanDrivers(loader(), found);
  }

  private static List<String> folders(Optional<String> home) {
    List<String> folders = new ArrayList<>();
    home.map(folder -> folder + "/.config").ifPresent(folders::add);
    folders.addAll(SYSTEM_FOLDERS_BEFORE_HOME);
    home.map(folder -> folder + "/.local/share").ifPresent(folders::add);
    folders.addAll(SYSTEM_FOLDERS_AFTER_HOME);
    folders.replaceAll(folder -> folder + "/vulkan/icd.d");
    return folders;
  }

  private Reading<String> loader() {
    return inLibraryFolders(LOADER)
        .map(Reading::known)
        .orElse(Reading.unknown(LOADER + " is in none of the usual library folders"));
  }

  private Optional<String> inLibraryFolders(String library) {
    for (String folder : LIBRARY_FOLDERS) {
      if (machine.exists(folder + "/" + library)) {
        return Optional.of(folder + "/" + library);
      }
    }
    return Optional.empty();
  }

  /** The driver of a manifest; empty where it is one for 32-bit programs only. */
  private Optional<Driver> driver(String folder, String name) {
    String path = folder + "/" + name;
    return switch (machine.bytes(path)) {
      case Reading.Known<byte[]>(byte[] content) -> {
        IcdManifest manifest = IcdManifest.parse(new String(content, StandardCharsets.UTF_8));
        yield isNarrow(name, manifest) ? Optional.empty() : Optional.of(driver(path, manifest));
      }
      case Reading.Unknown<byte[]>(String reason) -> Optional.of(withoutLibrary(path, reason));
    };
  }

  private static boolean isNarrow(String name, IcdManifest manifest) {
    return manifest.wordSize().filter("32"::equals).isPresent()
        || name.contains(".i686.")
        || name.contains(".i386.")
        || name.startsWith("amd_icd32");
  }

  private Driver driver(String path, IcdManifest manifest) {
    if (manifest.libraryPath().isEmpty()) {
      return withoutLibrary(path, path + " names no library_path");
    }
    String library = manifest.libraryPath().get();
    Optional<KnownIcd> known = KnownIcd.of(lastName(path), lastName(library));
    Optional<String> place = place(path, library);
    return new Driver(
        path,
        library,
        found(library, place),
        manifest
            .apiVersion()
            .map(Reading::known)
            .orElse(Reading.unknown(path + " names no api_version")),
        version(place, known),
        known.map(KnownIcd::kernelDrivers).orElse(List.of()),
        known.filter(KnownIcd::software).isPresent());
  }

  private static Driver withoutLibrary(String path, String reason) {
    Optional<KnownIcd> known = KnownIcd.of(lastName(path), "");
    return new Driver(
        path,
        "",
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        known.map(KnownIcd::kernelDrivers).orElse(List.of()),
        known.filter(KnownIcd::software).isPresent());
  }

  /** Where the library is: as written, beside the manifest, or in a library folder. */
  private Optional<String> place(String manifest, String library) {
    if (library.indexOf('/') < 0) {
      return inLibraryFolders(library);
    }
    String path =
        library.startsWith("/")
            ? library
            : manifest.substring(0, manifest.lastIndexOf('/') + 1) + library;
    return Optional.of(path).filter(machine::exists);
  }

  private static Reading<Boolean> found(String library, Optional<String> place) {
    return place.isPresent() || library.indexOf('/') >= 0
        ? Reading.known(place.isPresent())
        : Reading.unknown(library + " is in none of the usual library folders");
  }

  /**
   * NVIDIA's libraries carry it in the name behind the link; Mesa's carry none, and the library
   * that Mesa's drivers for OpenGL share does, since 24.2.
   */
  private Reading<String> version(Optional<String> place, Optional<KnownIcd> known) {
    return place
        .flatMap(path -> machine.targetName(path).asOptional())
        .flatMap(VulkanProbe::versionIn)
        .or(() -> place.filter(_ -> known.filter(KnownIcd::mesa).isPresent()).flatMap(this::mesa))
        .map(Reading::known)
        .orElse(Reading.unknown("no file name tells it; the driver itself does, when loaded"));
  }

  /** {@code 25.0.7} of {@code libgallium-25.0.7-2.so} beside a driver of Mesa's. */
  private Optional<String> mesa(String driver) {
    String folder = driver.substring(0, driver.lastIndexOf('/'));
    return machine
        .nameBeginning(folder, GALLIUM)
        .map(VulkanProbe::mesaVersion)
        .filter(version -> version.indexOf('.') > 0);
  }

  private static String mesaVersion(String library) {
    int end = GALLIUM.length();
    while (end < library.length() && isNumeric(library.charAt(end))) {
      end++;
    }
    String version = library.substring(GALLIUM.length(), end);
    return version.endsWith(".") ? version.substring(0, version.length() - 1) : version;
  }

  private static boolean isNumeric(char letter) {
    return letter == '.' || (letter >= '0' && letter <= '9');
  }

  /** {@code 550.163.01} of {@code libGLX_nvidia.so.550.163.01}. */
  private static Optional<String> versionIn(String name) {
    int end = name.indexOf(".so.");
    if (end < 0) {
      return Optional.empty();
    }
    String version = name.substring(end + 4);
    boolean numbers = version.chars().allMatch(c -> isNumeric((char) c));
    return Optional.of(version).filter(text -> numbers && text.indexOf('.') > 0);
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
