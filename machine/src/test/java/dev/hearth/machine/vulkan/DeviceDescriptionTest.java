package dev.hearth.machine.vulkan;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.PciAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With functions written here, called the way C is; the numbers are those of the C header. */
class DeviceDescriptionTest {
  private static final int VULKAN_1_3 = 1 << 22 | 3 << 12 | 278;
  private static final int VULKAN_1_0 = 1 << 22 | 65;
  private static final int DRIVER_PROPERTIES = 1000196000;
  private static final int PCI_BUS_INFO = 1000212000;

  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void free() {
    arena.close();
  }

  @Test
  void ofADiscreteCardHasItsPciAddressItsDriverAndItsHeaps() {
    assertThat(describe(VULKAN_1_3, this::tellAll))
        .isEqualTo(
            new PhysicalDevice(
                "AMD Radeon RX 6600 (RADV NAVI23)",
                PhysicalDevice.Type.DISCRETE_GPU,
                0x1002,
                0x73ff,
                "1.3.278",
                Reading.known("radv"),
                Reading.known("Mesa 24.1.0"),
                Reading.known(new PciAddress(0, 0x2d, 0, 0)),
                List.of(
                    new PhysicalDevice.Heap(8_573_157_376L, true),
                    new PhysicalDevice.Heap(16_000_000_000L, false))));
  }

  @Test
  void takesWhatADriverLeavesOutForUnknown() {
    PhysicalDevice device = describe(VULKAN_1_3, _ -> {});
    assertThat(device.pci()).isEqualTo(Reading.unknown("the driver does not tell a PCI address"));
    assertThat(device.driverName().asOptional()).isEmpty();
  }

  /** llvmpipe of Mesa 25 does. */
  @Test
  void takesTheAddressOfTheHostBridgeForNone() {
    PhysicalDevice device =
        describe(
            VULKAN_1_3,
            structure -> {
              if (structure.get(JAVA_INT, 0) == PCI_BUS_INFO) {
                structure.asSlice(16, 16).fill((byte) 0);
              }
            });
    assertThat(device.pci().asOptional()).isEmpty();
  }

  @Test
  void asksADeviceOf10OnlyWhatItKnows() {
    PhysicalDevice device =
        describe(
            VULKAN_1_0,
            _ -> {
              throw new AssertionError("asked for properties of 1.1");
            });
    assertThat(device.apiVersion()).isEqualTo("1.0.65");
    assertThat(device.name()).isEqualTo("AMD Radeon RX 6600 (RADV NAVI23)");
  }

  private PhysicalDevice describe(int version, Consumer<MemorySegment> extended) {
    MemorySegment basic = stub(out -> properties(out, version));
    MemorySegment more = stub(out -> chain(out, extended));
    MemorySegment memory = stub(DeviceDescriptionTest::heaps);
    VulkanLibrary vulkan =
        new VulkanLibrary(name ->
            switch (name) {
              case "vkGetPhysicalDeviceProperties" -> Optional.of(basic);
              case "vkGetPhysicalDeviceProperties2" -> Optional.of(more);
              case "vkGetPhysicalDeviceMemoryProperties" -> Optional.of(memory);
              default -> Optional.empty();
            });
    return new DeviceDescription(vulkan, arena).of(MemorySegment.ofAddress(1));
  }

  private static void properties(MemorySegment out, int version) {
    out.set(JAVA_INT, 0, version);
    out.set(JAVA_INT, 8, 0x1002);
    out.set(JAVA_INT, 12, 0x73ff);
    out.set(JAVA_INT, 16, 2);
    out.setString(20, "AMD Radeon RX 6600 (RADV NAVI23)");
  }

  private static void heaps(MemorySegment out) {
    out.set(JAVA_INT, 260, 2);
    out.set(JAVA_LONG, 264, 8_573_157_376L);
    out.set(JAVA_INT, 272, 1);
    out.set(JAVA_LONG, 280, 16_000_000_000L);
  }

  /** Hands each structure that hangs on the first to the driver. */
  private static void chain(MemorySegment first, Consumer<MemorySegment> driver) {
    MemorySegment next = first.get(ADDRESS, 8);
    while (next.address() != 0) {
      MemorySegment structure = next.reinterpret(536);
      driver.accept(structure);
      next = structure.get(ADDRESS, 8);
    }
  }

  private void tellAll(MemorySegment structure) {
    switch (structure.get(JAVA_INT, 0)) {
      case DRIVER_PROPERTIES -> {
        structure.setString(20, "radv");
        structure.setString(276, "Mesa 24.1.0");
      }
      case PCI_BUS_INFO -> {
        structure.set(JAVA_INT, 16, 0);
        structure.set(JAVA_INT, 20, 0x2d);
        structure.set(JAVA_INT, 24, 0);
        structure.set(JAVA_INT, 28, 0);
      }
      default -> throw new AssertionError("a structure of an unknown type");
    }
  }

  /** {@code void f(device, out)}. */
  private MemorySegment stub(Consumer<MemorySegment> body) {
    FunctionDescriptor shape = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);
    try {
      var accept =
          MethodHandles.lookup()
              .findVirtual(
                  Consumer.class, "accept", MethodType.methodType(void.class, Object.class))
              .bindTo((Consumer<MemorySegment>) out -> body.accept(out.reinterpret(824)))
              .asType(MethodType.methodType(void.class, MemorySegment.class));
      return Linker.nativeLinker()
          .upcallStub(MethodHandles.dropArguments(accept, 0, MemorySegment.class), shape, arena);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
