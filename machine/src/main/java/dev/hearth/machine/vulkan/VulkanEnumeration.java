package dev.hearth.machine.vulkan;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hearth.machine.Reading;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads Vulkan into this process and lists the devices its drivers offer: the only way to learn
 * what a driver really does with the hardware. A driver is foreign code and can end the process, so
 * this is done only when asked for.
 */
public final class VulkanEnumeration {
  private static final int VERSION_1_1 = 1 << 22 | 1 << 12;

  /** More devices than any machine has; the loader is not trusted with the count. */
  private static final int MOST_DEVICES = 256;

  private static final int STRUCTURE_APPLICATION_INFO = 0;
  private static final int STRUCTURE_INSTANCE_CREATE_INFO = 1;

  private final VulkanLibrary vulkan;

  private VulkanEnumeration(VulkanLibrary vulkan) {
    this.vulkan = vulkan;
  }

  /**
   * The devices of all installed drivers, software included.
   *
   * @param loader libvulkan.so.1; it stays loaded, since drivers do not like to be unloaded
   */
  public static Reading<List<PhysicalDevice>> enumerate(Path loader) {
    SymbolLookup symbols;
    try {
      symbols = SymbolLookup.libraryLookup(loader, Arena.global());
    } catch (IllegalArgumentException | IllegalCallerException cannotLoad) {
      return Reading.unknown(loader + " cannot be loaded: " + cannotLoad.getMessage());
    }
    return enumerate(symbols);
  }

  /**
   * The same over a loader that is loaded.
   *
   * @param loader the functions of libvulkan.so.1
   */
  public static Reading<List<PhysicalDevice>> enumerate(SymbolLookup loader) {
    try (Arena arena = Arena.ofConfined()) {
      return new VulkanEnumeration(new VulkanLibrary(loader)).devices(arena);
    }
  }

  private Reading<List<PhysicalDevice>> devices(Arena arena) {
    MemorySegment out = arena.allocate(ADDRESS);
    return vulkan
        .ask("vkCreateInstance", instanceCreateInfo(arena), MemorySegment.NULL, out)
        .flatMap(_ -> {
          MemorySegment instance = out.get(ADDRESS, 0);
          try {
            return handles(instance, arena).map(handles -> describe(handles, arena));
          } finally {
            destroy(instance);
          }
        });
  }

  /** An instance without layers and extensions, of 1.1 where the loader has it. */
  private MemorySegment instanceCreateInfo(Arena arena) {
    MemorySegment application = arena.allocate(48, 8);
    application.set(JAVA_INT, 0, STRUCTURE_APPLICATION_INFO);
    application.set(ADDRESS, 16, arena.allocateFrom("hearth"));
    application.set(JAVA_INT, 44, usableVersion(arena));
    MemorySegment create = arena.allocate(64, 8);
    create.set(JAVA_INT, 0, STRUCTURE_INSTANCE_CREATE_INFO);
    create.set(ADDRESS, 24, application);
    return create;
  }

  private int usableVersion(Arena arena) {
    MemorySegment version = arena.allocate(JAVA_INT);
    boolean asked = vulkan.ask("vkEnumerateInstanceVersion", version).asOptional().isPresent();
    return asked && Integer.compareUnsigned(version.get(JAVA_INT, 0), VERSION_1_1) >= 0
        ? VERSION_1_1
        : 1 << 22;
  }

  private Reading<List<MemorySegment>> handles(MemorySegment instance, Arena arena) {
    String list = "vkEnumeratePhysicalDevices";
    MemorySegment count = arena.allocate(JAVA_INT);
    return vulkan
        .ask(list, instance, count, MemorySegment.NULL)
        .flatMap(_ -> {
          int room = Math.clamp(count.get(JAVA_INT, 0), 0, MOST_DEVICES);
          MemorySegment array = arena.allocate(ADDRESS, Math.max(1, room));
          count.set(JAVA_INT, 0, room);
          return vulkan
              .ask(list, instance, count, array)
              .map(_ -> handles(array, Math.clamp(count.get(JAVA_INT, 0), 0, room)));
        });
  }

  private static List<MemorySegment> handles(MemorySegment array, int count) {
    List<MemorySegment> handles = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      handles.add(array.getAtIndex(ADDRESS, i));
    }
    return handles;
  }

  private List<PhysicalDevice> describe(List<MemorySegment> handles, Arena arena) {
    DeviceDescription description = new DeviceDescription(vulkan, arena);
    return handles.stream().map(description::of).toList();
  }

  private void destroy(MemorySegment instance) {
    vulkan.fill("vkDestroyInstance", instance, MemorySegment.NULL);
  }
}
