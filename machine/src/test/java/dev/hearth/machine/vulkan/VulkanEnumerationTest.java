package dev.hearth.machine.vulkan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VulkanEnumerationTest {
  @Nested
  class WithoutALoader {
    @TempDir private Path folder;

    @Test
    void anAbsentFileIsUnknownAndNamed() {
      assertThat(reason(VulkanEnumeration.enumerate(folder.resolve("libvulkan.so.1"))))
          .contains("libvulkan.so.1 cannot be loaded");
    }

    @Test
    void aFileThatIsNoLibraryIsUnknown() throws IOException {
      Path file = Files.writeString(folder.resolve("libvulkan.so.1"), "not ELF");
      assertThat(reason(VulkanEnumeration.enumerate(file))).contains("cannot be loaded");
    }

    private static String reason(Reading<?> reading) {
      return reading instanceof Reading.Unknown<?>(String reason) ? reason : "known";
    }
  }

  /**
   * With this machine's loader, or that of HEARTH_VULKAN_LOADER. VK_DRIVER_FILES chooses a driver,
   * such as lavapipe, which needs no GPU.
   */
  @Nested
  class WithALoader {
    @Test
    void everyDeviceHasANameAVersionAndMemory() {
      switch (VulkanEnumeration.enumerate(loader())) {
        case Reading.Known<List<PhysicalDevice>>(List<PhysicalDevice> devices) ->
            assertThat(devices).allSatisfy(WithALoader::isWhole);
        case Reading.Unknown<List<PhysicalDevice>>(String reason) ->
            assertThat(reason).startsWith("vk");
      }
    }

    @Test
    void canBeAskedTwice() {
      Path loader = loader();
      assertThat(VulkanEnumeration.enumerate(loader))
          .isEqualTo(VulkanEnumeration.enumerate(loader));
    }

    private static void isWhole(PhysicalDevice device) {
      assertThat(device.name()).isNotBlank().isPrintable();
      assertThat(device.apiVersion()).matches("1\\.[0-9]\\.[0-9]+");
      assertThat(device.vendorId()).isPositive();
      assertThat(device.heaps()).isNotEmpty();
      assertThat(device.heaps()).allSatisfy(heap -> assertThat(heap.sizeBytes()).isPositive());
      if (device.name().startsWith("llvmpipe")) {
        assertThat(device.type()).isEqualTo(PhysicalDevice.Type.CPU);
        assertThat(device.driverName()).isEqualTo(Reading.known("llvmpipe"));
        assertThat(device.driverVersion().orElse("")).startsWith("Mesa ");
        assertThat(device.pci().asOptional()).isEmpty();
      }
    }

    private static Path loader() {
      String named = System.getenv("HEARTH_VULKAN_LOADER");
      if (named != null) {
        return Path.of(named);
      }
      Machine machine = new Machine(FileTree.live(new ProcessCommandRunner()));
      return switch (VulkanProbe.read(machine).loader()) {
        case Reading.Known<String>(String path) -> Path.of(path);
        case Reading.Unknown<String>(String reason) -> abort("no Vulkan loader: " + reason);
      };
    }
  }
}
