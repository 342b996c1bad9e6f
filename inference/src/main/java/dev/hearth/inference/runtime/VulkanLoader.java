package dev.hearth.inference.runtime;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.host.VulkanDrivers;
import dev.hearth.machine.vulkan.PhysicalDevice;
import dev.hearth.machine.vulkan.VulkanEnumeration;
import dev.hearth.machine.vulkan.VulkanProbe;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Vulkan loader of this process, the same that the runtime will use: the dynamic linker knows a
 * library by its name, so whoever loads it first decides which one it is.
 */
final class VulkanLoader implements VisibleDevices {
  private static final String NAME = "libvulkan.so.1";

  private final SymbolLookup symbols;

  private VulkanLoader(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /** The loader that the dynamic linker finds, else one in an odd place, as on NixOS. */
  static VulkanLoader find(VulkanDrivers installed) {
    return load(NAME)
        .or(() -> installed.loader().asOptional().flatMap(VulkanLoader::load))
        .map(VulkanLoader::new)
        .orElseThrow(() -> missing(installed.loader()));
  }

  @Override
  public Reading<List<PhysicalDevice>> read() {
    return VulkanEnumeration.enumerate(symbols);
  }

  /** The drivers in the folders of the system and of the user. */
  static VulkanDrivers installed(Machine machine) {
    return NativeEnvironment.get("HOME")
        .filter(home -> home.startsWith("/"))
        .map(home -> VulkanProbe.read(machine, home))
        .orElseGet(() -> VulkanProbe.read(machine));
  }

  /**
   * The manifests that the loader would read: those the user names in variables of the loader, else
   * the installed ones.
   */
  static List<String> manifests(Machine machine, VulkanDrivers installed) {
    Optional<String> only = named("VK_DRIVER_FILES").or(() -> named("VK_ICD_FILENAMES"));
    if (only.isPresent()) {
      return files(machine, only.get());
    }
    List<String> manifests = new ArrayList<>();
    named("VK_ADD_DRIVER_FILES").ifPresent(more -> manifests.addAll(files(machine, more)));
    installed.drivers().stream()
        .filter(driver -> driver.libraryFound().asOptional().orElse(true))
        .forEach(driver -> manifests.add(driver.manifest()));
    return manifests;
  }

  private static Optional<String> named(String variable) {
    return NativeEnvironment.get(variable).filter(value -> !value.isBlank());
  }

  /** Files, and what folders hold. */
  private static List<String> files(Machine machine, String paths) {
    List<String> files = new ArrayList<>();
    for (String path : paths.split(File.pathSeparator, -1)) {
      List<String> inside =
          machine.namesOrNone(path).stream().filter(name -> name.endsWith(".json")).toList();
      if (!inside.isEmpty()) {
        inside.forEach(name -> files.add(path + "/" + name));
      } else if (!path.isBlank()) {
        files.add(path);
      }
    }
    return files;
  }

  private static Optional<SymbolLookup> load(String library) {
    try {
      // For good, since drivers do not like to be unloaded.
      return Optional.of(SymbolLookup.libraryLookup(library, Arena.global()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static ProblemException missing(Reading<String> loader) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "There is no Vulkan loader here",
            switch (loader) {
              case Reading.Known<String>(String path) -> path + " cannot be loaded";
              case Reading.Unknown<String>(String reason) -> reason;
            },
            "Install it and the driver: apt install libvulkan1 mesa-vulkan-drivers"
                + " (Debian, Ubuntu), dnf install vulkan-loader mesa-vulkan-drivers (Fedora),"
                + " pacman -S vulkan-icd-loader vulkan-radeon (Arch, AMD)."
                + " NVIDIA's driver brings its own."));
  }
}
