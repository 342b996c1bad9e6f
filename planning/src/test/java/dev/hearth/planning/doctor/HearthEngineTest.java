package dev.hearth.planning.doctor;

import static dev.hearth.planning.doctor.Gpus.OPEN;
import static dev.hearth.planning.doctor.Surveys.icd;
import static dev.hearth.planning.doctor.Surveys.missing;
import static dev.hearth.planning.doctor.Surveys.node;
import static dev.hearth.planning.doctor.Surveys.unread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.host.VulkanDrivers;
import dev.hearth.planning.Backend;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Hearth's own engine computes, and where it would be refused. */
class HearthEngineTest {
  private final Surveys machine = new Surveys();

  private Examined hearth() {
    return Examined.of(machine.build(), "hearth");
  }

  private List<Backend> ready() {
    return hearth().examination().ready().stream().map(Examination.Place::backend).toList();
  }

  private static VulkanDrivers.Driver offering(VulkanDrivers.Driver driver, String api) {
    return new VulkanDrivers.Driver(
        driver.manifest(),
        driver.library(),
        driver.libraryFound(),
        Reading.known(api),
        Reading.unknown("no file name tells it"),
        driver.kernelDrivers(),
        driver.software());
  }

  @Nested
  class OnAnIntegratedGpuWithNothingButMesa {
    @BeforeEach
    void isAPhoenix() {
      machine.drivers = List.of(icd("radeon", "25.0.7", "amdgpu"));
      machine.with(Gpus.phoenix());
    }

    @Test
    void computesOnVulkan() {
      assertThat(hearth().verdict()).isEqualTo(Verdict.READY);
      assertThat(ready()).containsExactly(Backend.VULKAN);
    }

    @Test
    void saysHowItsRuntimeComesHere() {
      Finding runtime = hearth().finding("vulkan.runtime");

      assertThat(runtime.status()).isEqualTo(Status.SKIP);
      assertThat(runtime.remedy()).isEqualTo("hearth runtimes install vulkan");
    }

    @Test
    void isForPcsOnly() {
      machine.architecture = "aarch64";

      assertThat(hearth().status("vulkan.architecture")).isEqualTo(Status.FAIL);
      assertThat(hearth().all("vulkan.runtime")).isEmpty();
      assertThat(hearth().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void wantsTheLoader() {
      machine.loader = Reading.unknown("no libvulkan.so.1");

      assertThat(hearth().finding("vulkan.loader").remedy())
          .isEqualTo("sudo apt install libvulkan1");
      assertThat(ready()).isEmpty();
    }

    @Test
    void wantsTheGroupOfTheRenderNode() {
      machine.inNoGroup();

      assertThat(hearth().status("vulkan.render-access")).isEqualTo(Status.FAIL);
      assertThat(ready()).isEmpty();
    }

    @Test
    void countsNoSoftwareDriver() {
      machine.drivers = List.of(icd("lvp", "25.0.7"));

      assertThat(hearth().finding("vulkan.icd").what()).contains("computes on the CPU");
      assertThat(ready()).isEmpty();
    }

    @Test
    void mentionsMiGraphXAndNeverCallsItReady() {
      Finding rocm = hearth().finding("rocm.bring");

      assertThat(rocm.status()).isEqualTo(Status.SKIP);
      assertThat(rocm.remedy()).contains("migraphx --from");
    }

    @Test
    void saysInOneLineWhyRocmWouldNotHelp() {
      machine.inNoGroup();

      assertThat(hearth().finding("rocm.bring").what()).contains("cannot be used").contains("kfd");
      assertThat(hearth().examination().findings())
          .filteredOn(each -> each.backend().filter(Backend.ROCM::equals).isPresent())
          .hasSize(1);
    }
  }

  @Nested
  class OnAnOlderMesa {
    @ParameterizedTest
    @CsvSource({"22.3.6, WARN", "24.2.8, WARN", "25.0.7, PASS"})
    void isUntriedAndNotRefused(String mesa, Status status) {
      machine.drivers = List.of(icd("radeon", mesa, "amdgpu"));
      machine.with(Gpus.polaris());

      assertThat(hearth().status("vulkan.driver-version")).isEqualTo(status);
      assertThat(ready()).containsExactly(Backend.VULKAN);
    }

    @ParameterizedTest
    @CsvSource({
      "radeon, 1.3.230, WARN",
      "intel, 1.3.274, WARN",
      "radeon, 1.4.305, SKIP",
      "gfxstream, 1.3.230, SKIP"
    })
    void isJudgedByItsApiWhereNoFileTellsItsVersion(String name, String api, Status status) {
      machine.drivers = List.of(offering(icd(name, "", "amdgpu"), api));
      machine.with(Gpus.polaris());

      Finding found = hearth().finding("vulkan.driver-version");
      assertThat(found.status()).isEqualTo(status);
      assertThat(found.evidence()).contains("the manifest says API " + api);
    }

    @Test
    void isAdvisedToTakeBackportsInDebian12() {
      machine.version = Reading.known("12");
      machine.drivers = List.of(icd("radeon", "22.3.6", "amdgpu"));
      machine.with(Gpus.polaris());

      assertThat(hearth().finding("vulkan.driver-version").remedy())
          .startsWith("sudo apt install -t bookworm-backports mesa-vulkan-drivers");
    }

    @ParameterizedTest
    @CsvSource({"1.0.65, FAIL", "1.1.70, PASS", "1.2.175, PASS"})
    void wantsVulkan11(String api, Status status) {
      machine.drivers = List.of(offering(icd("nvidia", "", "nvidia"), api));
      machine.with(Gpus.nvidia("3.5", "470.256.02"));

      assertThat(hearth().status("vulkan.api-version")).isEqualTo(status);
    }
  }

  @Nested
  class OnAmd {
    @ParameterizedTest
    @ValueSource(strings = {"gfx908", "gfx90a", "gfx942", "gfx950"})
    void cardsThatOnlyComputeHaveNoQueueForTheRuntime(String gfx) {
      machine.drivers = List.of(icd("radeon", "25.0.7", "amdgpu"));
      machine.with(Gpus.amd("pci-0000:43:00.0", gfx, Form.DISCRETE));

      assertThat(hearth().status("vulkan.known-no-graphics-queue")).isEqualTo(Status.FAIL);
      assertThat(hearth().all("vulkan.icd")).isEmpty();
      assertThat(ready()).isEmpty();
    }

    @Test
    void cardsWithGraphicsHaveOne() {
      machine.drivers = List.of(icd("radeon", "25.0.7", "amdgpu"));
      machine.with(Gpus.amd("pci-0000:06:00.0", "gfx906", Form.DISCRETE));

      assertThat(ready()).containsExactly(Backend.VULKAN);
    }
  }

  @Nested
  class OnNvidia {
    @Test
    void theComputeHalfOfTheDriverIsNotEnough() {
      machine.with(Gpus.nvidia("8.6", "550.163.01"));

      assertThat(hearth().finding("vulkan.icd").remedy())
          .isEqualTo("sudo apt install nvidia-vulkan-icd");
      assertThat(ready()).isEmpty();
    }

    @Test
    void aContainerWithComputeOnlyIsStartedAnew() {
      machine.container = Reading.known("docker");
      machine.with(Gpus.nvidia("8.6", "550.163.01"));

      assertThat(hearth().finding("vulkan.icd").remedy())
          .contains("NVIDIA_DRIVER_CAPABILITIES=compute,utility,graphics")
          .contains("libXext.so.6");
    }

    @Test
    void missingNodesAreMadeFirst() {
      machine.drivers = List.of(icd("nvidia", "", "nvidia"));
      machine.with(
          Gpus.nvidia(
              "8.6",
              "550.163.01",
              "550.163.01",
              missing("/dev/nvidia0", Role.NVIDIA),
              node("/dev/nvidiactl", Role.NVIDIA_CONTROL, OPEN, 0)));

      assertThat(hearth().finding("vulkan.nodes").evidence()).contains("/dev/nvidia0");
      assertThat(ready()).isEmpty();
    }

    @Test
    void anUpdatedDriverWantsAReboot() {
      machine.drivers = List.of(icd("nvidia", "", "nvidia"));
      machine.with(Gpus.nvidia("8.6", "550.163.01", "580.95.05", Gpus.nvidiaNodes()));

      assertThat(hearth().status("vulkan.version-match")).isEqualTo(Status.FAIL);
      assertThat(ready()).isEmpty();
    }

    @Test
    void theFullDriverComputes() {
      machine.drivers = List.of(icd("nvidia", "", "nvidia"));
      machine.with(Gpus.nvidia("8.6", "550.163.01"));

      assertThat(ready()).containsExactly(Backend.VULKAN);
      assertThat(hearth().finding("cuda.bring").evidence()).contains("cuDNN 9");
    }

    @Test
    void instancesHaveNoVulkan() {
      machine.drivers = List.of(icd("nvidia", "", "nvidia"));
      machine.with(Gpus.nvidiaInInstances());

      assertThat(hearth().status("vulkan.mig")).isEqualTo(Status.FAIL);
      assertThat(ready()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "5.2, 550.163.01, at least 6.0",
      "8.6, 470.256.02, at least 525",
      "10.0, 580.95.05, no machine code"
    })
    void cudaSaysWhyItWouldNotHelp(String capability, String driver, String why) {
      machine.with(Gpus.nvidia(capability, driver));

      assertThat(hearth().finding("cuda.bring").what()).contains("cannot be used", why);
    }

    @ParameterizedTest
    @CsvSource({
      "6.1.0-40, 25.2.0, Linux 6.6",
      "6.12.48, 25.0.7, older than Turing",
    })
    void nvkLeavesAnOldGpuOrKernelAlone(String kernel, String mesa, String why) {
      machine.kernel = kernel;
      machine.drivers = List.of(icd("nouveau", mesa, "nouveau"));
      machine.with(Gpus.nouveau());

      assertThat(hearth().finding("vulkan.nvk").what()).contains(why);
      assertThat(ready()).isEmpty();
    }

    @Test
    void nvkTakesAnOldGpuSinceMesa252() {
      machine.drivers = List.of(icd("nouveau", "25.2.4", "nouveau"));
      machine.with(Gpus.nouveau());

      assertThat(ready()).containsExactly(Backend.VULKAN);
    }
  }

  @Nested
  class UnderWsl {
    @Test
    void dozenIsForTesting() {
      machine.wsl = true;
      machine.drivers = List.of(icd("dzn", "25.0.7", "dxgkrnl"));
      machine.with(Gpus.wsl(Vendor.NVIDIA, unread()));

      assertThat(hearth().status("vulkan.known-no-dzn")).isEqualTo(Status.FAIL);
      assertThat(ready()).isEmpty();
    }
  }

  @Nested
  class OnIntel {
    @Test
    void computesOnVulkanAndMentionsOpenVino() {
      machine.drivers = List.of(icd("intel", "25.0.7", "i915", "xe"));
      machine.with(Gpus.arc());

      assertThat(ready()).containsExactly(Backend.VULKAN);
      assertThat(hearth().finding("openvino.bring").remedy()).contains("openvino --from");
    }

    @Test
    void isWarnedOfAnOldGpusDriver() {
      machine.drivers = List.of(icd("intel_hasvk", "25.0.7", "i915"));
      machine.with(Gpus.haswell());

      assertThat(hearth().status("vulkan.hasvk")).isEqualTo(Status.WARN);
      assertThat(ready()).containsExactly(Backend.VULKAN);
    }
  }

  @Test
  void aGpuGivenToAVirtualMachineIsNotUsed() {
    machine.drivers = List.of(icd("radeon", "25.0.7", "amdgpu"));
    machine.with(Gpus.bound("vfio-pci"));

    assertThat(hearth().status("vulkan.driver")).isEqualTo(Status.FAIL);
    assertThat(ready()).isEmpty();
  }

  @Test
  void anOldRadeonIsToBeGivenToAmdgpu() {
    machine.drivers = List.of(icd("radeon", "25.0.7", "amdgpu"));
    machine.with(Gpus.bound("radeon"));

    assertThat(hearth().finding("vulkan.icd").remedy()).contains("amdgpu.si_support=1");
  }

  @Test
  void withoutAnyAcceleratorItComputesOnTheCpu() {
    assertThat(hearth().verdict()).isEqualTo(Verdict.CPU_ONLY);
    assertThat(Set.copyOf(ready())).isEmpty();
  }
}
