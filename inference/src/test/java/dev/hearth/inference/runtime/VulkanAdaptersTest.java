package dev.hearth.inference.runtime;

import static dev.hearth.inference.runtime.ScriptedVulkan.gpu;
import static dev.hearth.inference.runtime.ScriptedVulkan.llvmpipe;
import static dev.hearth.inference.runtime.ScriptedVulkan.radeon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.vulkan.PhysicalDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VulkanAdaptersTest {
  private static final List<String> VARIABLES =
      List.of(
          "VK_DRIVER_FILES",
          "VK_ICD_FILENAMES",
          "MESA_VK_DEVICE_SELECT",
          "DRI_PRIME",
          "VK_LOADER_DEVICE_SELECT",
          "VK_LOADER_DEVICE_ID_FILTER",
          "MESA_SHADER_CACHE_DIR",
          "__GL_SHADER_DISK_CACHE_PATH",
          "XDG_RUNTIME_DIR");

  private static final PhysicalDevice PHOENIX =
      radeon("c4:00.0", 0x15bf, PhysicalDevice.Type.INTEGRATED_GPU);
  private static final PhysicalDevice NAVI =
      radeon("03:00.0", 0x744c, PhysicalDevice.Type.DISCRETE_GPU);
  private static final PhysicalDevice TWIN =
      radeon("83:00.0", 0x744c, PhysicalDevice.Type.DISCRETE_GPU);

  private final NativeEnvironment environment = new NativeEnvironment();

  @TempDir private Path shaders;

  @BeforeEach
  void nothingIsSet() {
    VARIABLES.forEach(name -> environment.set(name, ""));
  }

  @AfterEach
  void putBack() {
    environment.close();
  }

  @Nested
  class Listing {
    @Test
    void hardwareComesByItsAddressAndSoftwareLast() {
      ScriptedVulkan vulkan =
          new ScriptedVulkan()
              .driver("/lvp.json", llvmpipe())
              .driver("/radeon.json", PHOENIX, NAVI)
              .driver("/nvidia.json", nvidia("01:00.0"));

      assertThat(VulkanAdapters.list(vulkan, vulkan.manifests()))
          .extracting(VulkanAdapter::properties)
          .containsExactly(nvidia("01:00.0"), NAVI, PHOENIX, llvmpipe());
    }

    @Test
    void everyDeviceIsTiedToItsDriver() {
      ScriptedVulkan vulkan =
          new ScriptedVulkan().driver("/lvp.json", llvmpipe()).driver("/radeon.json", PHOENIX);

      assertThat(VulkanAdapters.list(vulkan, vulkan.manifests()))
          .containsExactly(
              new VulkanAdapter(PHOENIX, Path.of("/radeon.json")),
              new VulkanAdapter(llvmpipe(), Path.of("/lvp.json")));
    }

    @Test
    void ofTwoDriversForOneCardMesasIsFirst() {
      PhysicalDevice byAmd =
          gpu("AMD", PhysicalDevice.Type.DISCRETE_GPU, 0x1002, 0x744c, "amdvlk", "03:00.0");
      ScriptedVulkan vulkan =
          new ScriptedVulkan().driver("/amdvlk.json", byAmd).driver("/radeon.json", NAVI);

      assertThat(VulkanAdapters.list(vulkan, vulkan.manifests()))
          .extracting(VulkanAdapter::properties)
          .containsExactly(NAVI, byAmd);
    }

    @Test
    void aDriverWithTwoManifestsCountsOnce() {
      ScriptedVulkan vulkan =
          new ScriptedVulkan().driver("/radeon.json", NAVI).driver("/radeon.x86_64.json", NAVI);

      assertThat(VulkanAdapters.list(vulkan, vulkan.manifests())).hasSize(1);
    }

    @Test
    void aDriverWithoutDevicesIsPassedOver() {
      ScriptedVulkan vulkan = new ScriptedVulkan().driver("/intel.json").driver("/r.json", NAVI);

      assertThat(VulkanAdapters.list(vulkan, vulkan.manifests())).hasSize(1);
    }

    @Test
    void theEnvironmentIsAsBefore() {
      environment.set("VK_DRIVER_FILES", "/mine.json");
      ScriptedVulkan vulkan = new ScriptedVulkan().driver("/radeon.json", NAVI);

      VulkanAdapters.list(vulkan, vulkan.manifests());

      assertThat(NativeEnvironment.get("VK_DRIVER_FILES")).contains("/mine.json");
      assertThat(NativeEnvironment.get("VK_ICD_FILENAMES")).contains("");
    }
  }

  @Nested
  class Showing {
    @Test
    void aLoneCardNeedsItsDriverOnly() {
      ScriptedVulkan vulkan =
          new ScriptedVulkan().driver("/nv.json", nvidia("01:00.0")).driver("/radeon.json", NAVI);

      show(vulkan, NAVI, "/radeon.json");

      assertThat(NativeEnvironment.get("VK_DRIVER_FILES")).contains("/radeon.json");
      assertThat(NativeEnvironment.get("VK_ICD_FILENAMES")).contains("/radeon.json");
      assertThat(NativeEnvironment.get("MESA_VK_DEVICE_SELECT")).contains("");
      assertThat(NativeEnvironment.get("DRI_PRIME")).contains("");
    }

    @Test
    void theIntegratedGpuBesideACardOfTheSameDriverIsChosenByItsNumbers() {
      ScriptedVulkan vulkan = new ScriptedVulkan().driver("/radeon.json", NAVI, PHOENIX);

      show(vulkan, PHOENIX, "/radeon.json");

      assertThat(NativeEnvironment.get("MESA_VK_DEVICE_SELECT")).contains("1002:15bf!");
      assertThat(NativeEnvironment.get("VK_LOADER_DEVICE_SELECT")).contains("0x1002:0x15bf");
      assertThat(vulkan.read().asOptional()).contains(List.of(PHOENIX));
    }

    @Test
    void equalCardsAreChosenByTheirAddress() {
      ScriptedVulkan vulkan = new ScriptedVulkan().driver("/radeon.json", NAVI, TWIN);

      show(vulkan, NAVI, "/radeon.json");

      assertThat(NativeEnvironment.get("DRI_PRIME")).contains("pci-0000_03_00_0!");
      assertThat(NativeEnvironment.get("MESA_VK_DEVICE_SELECT")).contains("");
      assertThat(vulkan.read().asOptional()).contains(List.of(NAVI));
    }

    @Test
    void theFirstOfEqualCardsIsTakenWithoutMesasLayerToo() {
      ScriptedVulkan vulkan =
          new ScriptedVulkan()
              .driver("/nv.json", nvidia("01:00.0"), nvidia("02:00.0"))
              .withoutMesa();

      show(vulkan, nvidia("01:00.0"), "/nv.json");

      assertThat(NativeEnvironment.get("VK_DRIVER_FILES")).contains("/nv.json");
    }

    @Test
    void theSecondIsRefusedWithWhatWouldBeTakenAndTheRemedy() {
      ScriptedVulkan vulkan =
          new ScriptedVulkan()
              .driver("/nv.json", nvidia("01:00.0"), nvidia("02:00.0"))
              .withoutMesa();

      assertRefused(
          () -> show(vulkan, nvidia("02:00.0"), "/nv.json"),
          problem -> {
            assertThat(problem.what()).contains("NVIDIA L4 at 0000:02:00.0");
            assertThat(problem.evidence()).contains("0000:01:00.0", "the first would be taken");
            assertThat(problem.remedy())
                .contains("/dev/dri/by-path/pci-0000:02:00.0-render", "nvidia.com/gpu");
          });
      assertThat(NativeEnvironment.get("VK_DRIVER_FILES")).contains("");
      assertThat(NativeEnvironment.get("DRI_PRIME")).contains("");
    }

    @Test
    void anIntegratedGpuIsRefusedWhereTheCardBesideItWouldBeTaken() {
      ScriptedVulkan vulkan =
          new ScriptedVulkan().driver("/radeon.json", PHOENIX, NAVI).withoutMesa();

      assertRefused(
          () -> show(vulkan, PHOENIX, "/radeon.json"),
          problem -> assertThat(problem.remedy()).contains("mesa-vulkan-drivers"));
    }

    @Test
    void aChoiceTheUserMadeIsLeftAndNamedWhereItContradicts() {
      environment.set("MESA_VK_DEVICE_SELECT", "1002:744c!");
      ScriptedVulkan vulkan = new ScriptedVulkan().driver("/radeon.json", NAVI, PHOENIX);

      assertRefused(
          () -> show(vulkan, PHOENIX, "/radeon.json"),
          problem -> {
            assertThat(problem.evidence()).contains("0000:03:00.0 is shown");
            assertThat(problem.remedy()).isEqualTo("Unset MESA_VK_DEVICE_SELECT.");
          });
      assertThat(NativeEnvironment.get("MESA_VK_DEVICE_SELECT")).contains("1002:744c!");
    }

    @Test
    void aDriverThatFailsNowSaysWhy() {
      ScriptedVulkan vulkan = new ScriptedVulkan().driver("/gone.json");

      assertRefused(
          () -> show(vulkan, NAVI, "/gone.json"),
          problem -> assertThat(problem.evidence()).contains("VK_ERROR_INCOMPATIBLE_DRIVER"));
    }

    @Test
    void driversKeepTheirShadersInTheFolder() {
      environment.set("XDG_RUNTIME_DIR", "/run/user/1000");

      show(new ScriptedVulkan().driver("/radeon.json", NAVI), NAVI, "/radeon.json");

      String folder = shaders.resolve("cache").toString();
      assertThat(NativeEnvironment.get("MESA_SHADER_CACHE_DIR")).contains(folder);
      assertThat(NativeEnvironment.get("__GL_SHADER_DISK_CACHE_PATH")).contains(folder);
      assertThat(NativeEnvironment.get("XDG_RUNTIME_DIR")).contains("/run/user/1000");
    }

    @Test
    void aFolderThatCannotBeMadeIsNoReasonToFail() throws IOException {
      Files.writeString(shaders.resolve("cache"), "a file in its place");

      show(new ScriptedVulkan().driver("/radeon.json", NAVI), NAVI, "/radeon.json");

      assertThat(NativeEnvironment.get("MESA_SHADER_CACHE_DIR")).isEqualTo(Optional.of(""));
      assertThat(NativeEnvironment.get("VK_DRIVER_FILES")).contains("/radeon.json");
    }

    private void show(ScriptedVulkan vulkan, PhysicalDevice device, String manifest) {
      VulkanAdapters.show(
          new VulkanAdapter(device, Path.of(manifest)), shaders.resolve("cache"), vulkan);
    }

    private static void assertRefused(
        ThrowingCallable call, java.util.function.Consumer<Problem> requirement) {
      assertThatThrownBy(call)
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> {
                assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
                requirement.accept(refused.problem());
              });
    }
  }

  private static PhysicalDevice nvidia(String pci) {
    return gpu("NVIDIA L4", PhysicalDevice.Type.DISCRETE_GPU, 0x10de, 0x27b8, "NVIDIA", pci);
  }
}
