package dev.hearth.machine.vulkan;

import static dev.hearth.machine.accelerator.MachineText.machine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.host.VulkanDrivers;
import dev.hearth.machine.host.VulkanDrivers.Driver;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VulkanProbeTest {
  private static String manifest(String path, String library) {
    return """
    file %s
      {
          "ICD": {
              "api_version": "1.3.230",
              "library_path": "%s"
          },
          "file_format_version": "1.0.0"
      }
    """
        .formatted(path, library);
  }

  /** The manifests and libraries of Debian 12's mesa-vulkan-drivers 22.3.6, as packed. */
  @Nested
  class Debian12WithMesa {
    private static final String LIBRARIES = "/usr/lib/x86_64-linux-gnu/";

    private final VulkanDrivers vulkan =
        VulkanProbe.read(
            machine(
                manifest(
                        "/usr/share/vulkan/icd.d/radeon_icd.x86_64.json",
                        LIBRARIES + "libvulkan_radeon.so")
                    + manifest(
                        "/usr/share/vulkan/icd.d/intel_icd.x86_64.json",
                        LIBRARIES + "libvulkan_intel.so")
                    + manifest(
                        "/usr/share/vulkan/icd.d/intel_hasvk_icd.x86_64.json",
                        LIBRARIES + "libvulkan_intel_hasvk.so")
                    + manifest(
                        "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json",
                        LIBRARIES + "libvulkan_lvp.so")
                    + "link "
                    + LIBRARIES
                    + "libvulkan.so.1 -> libvulkan.so.1.3.239\n"
                    + "file "
                    + LIBRARIES
                    + "libvulkan.so.1.3.239\n"
                    + "file "
                    + LIBRARIES
                    + "libvulkan_radeon.so\n"
                    + "file "
                    + LIBRARIES
                    + "libvulkan_lvp.so\n"));

    @Test
    void hasItsLoader() {
      assertThat(vulkan.loader())
          .isEqualTo(Reading.known("/usr/lib/x86_64-linux-gnu/libvulkan.so.1"));
    }

    @Test
    void tellsWhichKernelDriversEachWorksUpon() {
      assertThat(vulkan.drivers())
          .extracting(Driver::library, Driver::kernelDrivers, Driver::software)
          .containsExactly(
              tuple("intel_hasvk", List.of("i915"), false),
              tuple("intel", List.of("i915", "xe"), false),
              tuple("lvp", List.of(), true),
              tuple("radeon", List.of("amdgpu"), false));
    }

    private static org.assertj.core.groups.Tuple tuple(
        String driver, List<String> kernelDrivers, boolean software) {
      return org.assertj.core.groups.Tuple.tuple(
          LIBRARIES + "libvulkan_" + driver + ".so", kernelDrivers, software);
    }

    @Test
    void readsTheWholeManifestOfRadv() {
      assertThat(vulkan.forDevice("amdgpu"))
          .containsExactly(
              new Driver(
                  "/usr/share/vulkan/icd.d/radeon_icd.x86_64.json",
                  "/usr/lib/x86_64-linux-gnu/libvulkan_radeon.so",
                  Reading.known(true),
                  Reading.known("1.3.230"),
                  Reading.unknown("no file name tells it; the driver itself does, when loaded"),
                  List.of("amdgpu"),
                  false));
    }

    @Test
    void knowsThatALibraryIsMissing() {
      assertThat(vulkan.forDevice("xe"))
          .extracting(Driver::libraryFound)
          .containsExactly(Reading.known(false));
    }

    @Test
    void neverGivesADeviceToSoftware() {
      assertThat(vulkan.forDevice("nvidia")).isEmpty();
    }

    @Test
    void givesIntelsOldChipsToTheirOwnDriverAndTheRestToTheOther() {
      assertThat(VulkanProbe.driving(vulkan, intel("gen7.5")))
          .extracting(Driver::library)
          .containsExactly(LIBRARIES + "libvulkan_intel_hasvk.so");
      assertThat(VulkanProbe.driving(vulkan, intel("gen12")))
          .extracting(Driver::library)
          .containsExactly(LIBRARIES + "libvulkan_intel.so");
      assertThat(VulkanProbe.driving(vulkan, intel("gen6"))).isEmpty();
    }

    private static Accelerator intel(String architecture) {
      return new Accelerator(
          "pci-0000:00:02.0",
          Accelerator.Kind.GPU,
          Vendor.INTEL,
          Reading.known("Intel graphics"),
          Reading.known(architecture),
          Reading.known(Accelerator.Form.INTEGRATED),
          Optional.empty(),
          Reading.known("i915"),
          List.of(),
          AcceleratorMemory.unknown("not asked"),
          Reading.unknown("not asked"),
          new Details.None());
    }
  }

  @Nested
  class NvidiasDriver {
    private final VulkanDrivers vulkan =
        VulkanProbe.read(
            machine(
                """
                file /usr/share/vulkan/icd.d/nvidia_icd.json
                  {"file_format_version":"1.0.1","ICD":{"library_path":"libGLX_nvidia.so.0","api_version":"1.4.329"}}
                link /usr/lib/x86_64-linux-gnu/libGLX_nvidia.so.0 -> libGLX_nvidia.so.550.163.01
                file /usr/lib/x86_64-linux-gnu/libGLX_nvidia.so.550.163.01
                """));

    @Test
    void isABareNameFoundInALibraryFolderWithItsVersionInTheName() {
      assertThat(vulkan.drivers())
          .containsExactly(
              new Driver(
                  "/usr/share/vulkan/icd.d/nvidia_icd.json",
                  "libGLX_nvidia.so.0",
                  Reading.known(true),
                  Reading.known("1.4.329"),
                  Reading.known("550.163.01"),
                  List.of("nvidia", "nvgpu"),
                  false));
    }

    @Test
    void isUnknownAndNotMissingWhereNoUsualFolderHasIt() {
      VulkanDrivers elsewhere =
          VulkanProbe.read(
              machine(manifest("/etc/vulkan/icd.d/nvidia_icd.json", "libGLX_nvidia.so.0")));
      assertThat(elsewhere.drivers())
          .extracting(Driver::libraryFound)
          .containsExactly(
              Reading.unknown("libGLX_nvidia.so.0 is in none of the usual library folders"));
    }
  }

  @Nested
  class MesasVersion {
    private static Reading<String> beside(String library) {
      return VulkanProbe.read(
              machine(
                  manifest(
                          "/usr/share/vulkan/icd.d/radeon_icd.json",
                          "/usr/lib64/libvulkan_radeon.so")
                      + "file /usr/lib64/libvulkan_radeon.so\n"
                      + "file /usr/lib64/libgal.so\n"
                      + "file /usr/lib64/"
                      + library
                      + "\n"))
          .drivers()
          .getFirst()
          .version();
    }

    @ParameterizedTest
    @CsvSource({
      "libgallium-25.0.7-2.so, 25.0.7",
      "libgallium-25.2.4.so, 25.2.4",
      "libgallium-25.0.7-0ubuntu0.24.04.2.so, 25.0.7"
    })
    void isInTheNameOfTheLibraryBesideIt(String library, String version) {
      assertThat(beside(library)).isEqualTo(Reading.known(version));
    }

    @Test
    void isUnknownWhereNoSuchLibraryIs() {
      assertThat(beside("libgallium_dri.so").asOptional()).isEmpty();
    }

    @Test
    void isNotThatOfNvidiasDriver() {
      VulkanDrivers drivers =
          VulkanProbe.read(
              machine(
                  manifest("/etc/vulkan/icd.d/nvidia_icd.json", "libGLX_nvidia.so.0")
                      + "file /usr/lib64/libGLX_nvidia.so.0\n"
                      + "file /usr/lib64/libgallium-25.2.4.so\n"));

      assertThat(drivers.drivers().getFirst().version().asOptional()).isEmpty();
    }
  }

  @Nested
  class TheSearch {
    private final Machine machine =
        machine(
            manifest("/usr/share/vulkan/icd.d/radeon_icd.json", "/usr/lib/libvulkan_radeon.so")
                + manifest("/etc/vulkan/icd.d/amd_icd64.json", "/opt/amdvlk64.so")
                + manifest("/home/me/.local/share/vulkan/icd.d/mine.json", "../lib/libmine.so")
                + "file /home/me/.local/share/vulkan/lib/libmine.so\n"
                + manifest("/usr/share/vulkan/icd.d/radeon_icd.i686.json", "/usr/lib32/x.so")
                + manifest("/usr/share/vulkan/icd.d/README", "/usr/lib/none.so"));

    @Test
    void goesThroughTheFoldersInTheLoadersOrderAndSkipsWhatIsNoManifestOr32Bit() {
      assertThat(VulkanProbe.read(machine, "/home/me").drivers())
          .extracting(Driver::manifest)
          .containsExactly(
              "/etc/vulkan/icd.d/amd_icd64.json",
              "/home/me/.local/share/vulkan/icd.d/mine.json",
              "/usr/share/vulkan/icd.d/radeon_icd.json");
    }

    @Test
    void leavesAUsersFoldersOutWhereServicesAreMeant() {
      assertThat(VulkanProbe.read(machine).drivers())
          .extracting(Driver::manifest)
          .containsExactly(
              "/etc/vulkan/icd.d/amd_icd64.json", "/usr/share/vulkan/icd.d/radeon_icd.json");
    }

    @Test
    void takesAPathWithASlashFromTheManifestsFolder() {
      assertThat(VulkanProbe.read(machine, "/home/me").drivers().get(1).libraryFound())
          .isEqualTo(Reading.known(true));
    }

    @Test
    void ofAMachineWithoutVulkanFindsNothingAndSaysWhy() {
      assertThat(VulkanProbe.read(machine("dir /usr/share\n")))
          .isEqualTo(
              new VulkanDrivers(
                  Reading.unknown("libvulkan.so.1 is in none of the usual library folders"),
                  List.of()));
    }
  }

  @Nested
  class AManifestThatCannotBeRead {
    private static Driver only(String entries) {
      assertThat(VulkanProbe.read(machine(entries)).drivers()).hasSize(1);
      return VulkanProbe.read(machine(entries)).drivers().getFirst();
    }

    @Test
    void isListedWithTheReason() {
      Driver driver = only("denied /etc/vulkan/icd.d/radeon_icd.json\n");
      assertThat(driver.libraryFound())
          .isEqualTo(
              Reading.unknown("/etc/vulkan/icd.d/radeon_icd.json may not be read by this user"));
      assertThat(driver.kernelDrivers()).containsExactly("amdgpu");
    }

    @Test
    void mayBeEmpty() {
      assertThat(only("file /etc/vulkan/icd.d/x.json\n").apiVersion())
          .isEqualTo(Reading.unknown("/etc/vulkan/icd.d/x.json names no library_path"));
    }

    @Test
    void mayBreakOffInTheMiddleOfAText() {
      assertThat(
              only("file /etc/vulkan/icd.d/x.json\n  {\"ICD\": {\"library_path\": \"/a").library())
          .isEqualTo("/a");
    }
  }
}
