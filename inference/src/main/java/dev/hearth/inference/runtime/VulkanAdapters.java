package dev.hearth.inference.runtime;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.host.VulkanDrivers;
import dev.hearth.machine.vulkan.PhysicalDevice;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The Vulkan adapters of this machine, and the choice of one for this process.
 *
 * <p>Variables that the user set are obeyed: {@code VK_DRIVER_FILES} and {@code VK_ICD_FILENAMES}
 * say which drivers are looked at, {@code MESA_VK_DEVICE_SELECT} and its like are left as they are;
 * where they contradict the choice, {@link #show} says so.
 */
public final class VulkanAdapters {
  private static final Logger LOG = System.getLogger(VulkanAdapters.class.getName());

  /** Hardware before software, by address; of two drivers for one device Mesa's first. */
  private static final Comparator<VulkanAdapter> ORDER =
      Comparator.comparing(VulkanAdapter::software)
          .thenComparing(
              each -> each.properties().pci().asOptional().map(List::of).orElse(List.of()),
              VulkanAdapters::addressedFirst)
          .thenComparing(each -> !mesa(each.properties()));

  private VulkanAdapters() {}

  /**
   * All adapters, software ones last; hardware in the order of their PCI addresses, those without
   * one after them. A device that two drivers drive (RADV and AMDVLK) is there twice, Mesa's driver
   * first, since that is the one which is tested with the runtime. Every driver is loaded for this,
   * one after the other, each shown alone; those that find no device leave no trace. Not while
   * other threads use native libraries: see {@link NativeEnvironment}.
   *
   * @throws dev.hearth.machine.ProblemException when there is no Vulkan loader
   */
  public static List<VulkanAdapter> list(Machine machine) {
    VulkanDrivers installed = VulkanLoader.installed(machine);
    List<String> manifests = VulkanLoader.manifests(machine, installed);
    return list(VulkanLoader.find(installed), manifests);
  }

  static List<VulkanAdapter> list(VisibleDevices visible, List<String> manifests) {
    List<VulkanAdapter> adapters = new ArrayList<>();
    try (NativeEnvironment environment = new NativeEnvironment()) {
      for (String manifest : manifests) {
        environment.set("VK_DRIVER_FILES", manifest);
        environment.set("VK_ICD_FILENAMES", manifest);
        adapters.addAll(ofDriver(manifest, visible.read(), adapters));
      }
    }
    adapters.sort(ORDER);
    return List.copyOf(adapters);
  }

  /** The devices of a driver but for those that the same driver showed by another manifest. */
  private static List<VulkanAdapter> ofDriver(
      String manifest, Reading<List<PhysicalDevice>> devices, List<VulkanAdapter> known) {
    return switch (devices) {
      case Reading.Known<List<PhysicalDevice>>(List<PhysicalDevice> shown) ->
          shown.stream()
              .filter(each -> known.stream().noneMatch(other -> other.properties().equals(each)))
              .map(each -> new VulkanAdapter(each, Path.of(manifest)))
              .toList();
      case Reading.Unknown<List<PhysicalDevice>>(String reason) -> {
        LOG.log(Level.DEBUG, "{0} shows no device: {1}", manifest, reason);
        yield List.of();
      }
    };
  }

  /**
   * Shows this process one adapter only; before the runtime is loaded.
   *
   * @param shaderCache where drivers keep compiled shaders; one that cannot be written is passed
   *     over, and drivers keep them where they are used to
   * @throws dev.hearth.machine.ProblemException when others remain visible beside it, and the
   *     runtime would take one of them; the environment is then as it was
   */
  public static void show(VulkanAdapter adapter, Path shaderCache) {
    show(adapter, shaderCache, VulkanLoader.find(new VulkanDrivers(untold(), List.of())));
  }

  static void show(VulkanAdapter adapter, Path shaderCache, VisibleDevices visible) {
    try (NativeEnvironment environment = new NativeEnvironment()) {
      keepShaders(environment, shaderCache);
      new AdapterSelection(environment, visible).choose(adapter);
      environment.keep();
    }
  }

  private static void keepShaders(NativeEnvironment environment, Path folder) {
    try {
      Files.createDirectories(folder);
      if (!Files.isWritable(folder)) {
        throw new IOException("not writable");
      }
    } catch (IOException refused) {
      LOG.log(
          Level.WARNING,
          "Drivers cannot keep compiled shaders in {0}, so each start may compile them: {1}",
          folder,
          refused);
      return;
    }
    environment.setAbsent("MESA_SHADER_CACHE_DIR", folder.toString());
    environment.setAbsent("__GL_SHADER_DISK_CACHE_PATH", folder.toString()); // NVIDIA
    environment.setAbsent("XDG_RUNTIME_DIR", folder.toString()); // else Mesa complains on stderr
  }

  private static boolean mesa(PhysicalDevice device) {
    return device.driverVersion().asOptional().filter(text -> text.startsWith("Mesa")).isPresent();
  }

  private static <T extends Comparable<? super T>> int addressedFirst(List<T> one, List<T> other) {
    return one.isEmpty() || other.isEmpty()
        ? Boolean.compare(one.isEmpty(), other.isEmpty())
        : one.getFirst().compareTo(other.getFirst());
  }

  private static Reading<String> untold() {
    return Reading.unknown("libvulkan.so.1 is not loaded");
  }
}
