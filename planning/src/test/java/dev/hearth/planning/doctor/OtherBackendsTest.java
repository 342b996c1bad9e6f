package dev.hearth.planning.doctor;

import static dev.hearth.planning.doctor.Gpus.OPEN;
import static dev.hearth.planning.doctor.Surveys.icd;
import static dev.hearth.planning.doctor.Surveys.missing;
import static dev.hearth.planning.doctor.Surveys.node;
import static dev.hearth.planning.doctor.Surveys.unread;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.host.VulkanDrivers;
import dev.hearth.planning.Backend;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenVINO, ArmNN, RKNN, Vulkan and the CPU. */
class OtherBackendsTest {
  private final Surveys machine = new Surveys();

  private Examined immich() {
    return Examined.of(machine.build(), "immich-ml");
  }

  private Examined ollama() {
    return Examined.of(machine.build(), "ollama");
  }

  @Nested
  class OpenVino {
    @ParameterizedTest
    @CsvSource({
      "Gen12, i915, READY",
      "Xe2 (Battlemage), xe, READY",
      "Gen7.5, i915, CPU_ONLY",
      "Gen8, i915, READY"
    })
    void takesGpusThatIntelsRuntimeKnows(String generation, String driver, Verdict verdict) {
      machine.with(Gpus.intel(generation, driver));

      assertThat(immich().verdict()).isEqualTo(verdict);
    }

    @Test
    void doesNotKnowAnUnlistedGpu() {
      Details details = new Details.Intel(Reading.unknown("8086:ffff is not listed"), unread());
      machine.with(Gpus.nothingRead(Vendor.INTEL, Accelerator.Kind.GPU, details));

      assertThat(immich().finding("openvino.generation").status()).isEqualTo(Status.SKIP);
      assertThat(immich().finding("openvino.driver").status()).isEqualTo(Status.FAIL);
    }

    @Test
    void leavesTheNpuAlone() {
      machine.with(Gpus.nothingRead(Vendor.INTEL, Accelerator.Kind.NPU, new Details.None()));

      assertThat(immich().all("openvino.driver")).isEmpty();
      assertThat(immich().finding("machine.accelerators").what()).contains("no backend");
    }

    @Test
    void ofSeveralGpusPrefersTheDiscreteOne() {
      machine.with(Gpus.intel("Gen12", "i915"), Gpus.arc());

      Finding several = immich().finding("openvino.several");
      assertThat(several.status()).isEqualTo(Status.WARN);
      assertThat(several.remedy())
          .contains("only /dev/dri/renderD129,", "MACHINE_LEARNING_DEVICE_IDS");
      assertThat(several.evidence()).contains("/dev/dri/renderD128", "integrated", "discrete");
    }

    @Test
    void ofOneGpuLeavesOnlyTheFirmwareToRoot() {
      machine.with(Gpus.arc());

      assertThat(immich().all("openvino.several")).isEmpty();
      assertThat(immich().status("openvino.firmware")).isEqualTo(Status.SKIP);
    }

    @Test
    void underWslWantsTheFoldersOfWsl() {
      machine.wsl = true;
      machine.with(Gpus.wsl(Vendor.INTEL, unread()));

      assertThat(immich().finding("openvino.wsl").remedy()).contains("/dev/dxg", "/usr/lib/wsl");
    }
  }

  @Nested
  class ArmNn {
    ArmNn() {
      machine.architecture = "aarch64";
    }

    @Test
    void isReadyWithTheVendorsKernelAndLibraries() {
      machine.with(Gpus.mali("mali", Gpus.blobs(true), node("/dev/mali0", Role.MALI, OPEN, 0)));

      assertThat(immich().verdict()).isEqualTo(Verdict.READY);
    }

    @ParameterizedTest
    @CsvSource({"panfrost", "panthor", "lima"})
    void cannotWorkWithLinuxOwnDrivers(String driver) {
      machine.with(Gpus.mali(driver, Gpus.blobs(true), missing("/dev/mali0", Role.MALI)));

      Finding found = immich().finding("armnn.mali-node");
      assertThat(found.status()).isEqualTo(Status.FAIL);
      assertThat(found.what()).contains(driver, "no /dev/mali0");
      assertThat(found.remedy()).contains("vendor's image");
      assertThat(immich().all("armnn.libmali")).isEmpty();
      assertThat(immich().all("armnn.csf-firmware")).isEmpty();
    }

    @Test
    void missesItsLibraryAndItsFirmware() {
      machine.with(Gpus.mali("mali", Gpus.blobs(false), node("/dev/mali0", Role.MALI, OPEN, 0)));

      assertThat(immich().status("armnn.libmali")).isEqualTo(Status.FAIL);
      assertThat(immich().status("armnn.csf-firmware")).isEqualTo(Status.FAIL);
    }

    @Test
    void wantsTheLibraryWhereTheComposeFileTakesIt() {
      String elsewhere = "/usr/lib/aarch64-linux-gnu/libmali.so";
      machine.with(
          Gpus.mali(
              "mali",
              new Details.Mali(unread(), Reading.known(elsewhere), unread(), Reading.known(false)),
              node("/dev/mali0", Role.MALI, OPEN, 0)));

      assertThat(immich().finding("armnn.libmali").remedy())
          .isEqualTo("sudo ln -sT " + elsewhere + " /usr/lib/libmali.so");
      assertThat(immich().status("armnn.libmali")).isEqualTo(Status.FAIL);
      assertThat(immich().status("armnn.csf-firmware")).isEqualTo(Status.WARN);
      assertThat(immich().finding("armnn.csf-firmware").remedy()).contains("hwaccel.ml.yml");
    }

    @Test
    void doesNotKnowWhetherFirmwareIsWanted() {
      machine.with(
          Gpus.mali(
              "mali",
              new Details.Mali(unread(), unread(), unread(), unread()),
              node("/dev/mali0", Role.MALI, OPEN, 0)));

      assertThat(immich().status("armnn.csf-firmware")).isEqualTo(Status.SKIP);
    }
  }

  @Nested
  class Rknn {
    Rknn() {
      machine.architecture = "aarch64";
    }

    @ParameterizedTest
    @CsvSource({"0.9.6, FAIL", "0.9.8, PASS", "0.9.10, PASS"})
    void wantsARecentDriver(String version, Status status) {
      machine.with(Gpus.rockchip("rk3588", "RKNPU", Reading.known(version)));

      assertThat(immich().status("rknn.driver-version")).isEqualTo(status);
    }

    @Test
    void leavesAnUnreadVersionToRoot() {
      machine.with(Gpus.rockchip("rk3588", "RKNPU", Reading.unknown("debugfs is for root")));

      Finding version = immich().finding("rknn.driver-version");
      assertThat(version.status()).isEqualTo(Status.SKIP);
      assertThat(version.remedy()).contains("sudo cat /sys/kernel/debug/rknpu/version");
    }

    @ParameterizedTest
    @CsvSource({"rk3566, PASS", "rk3576, PASS", "rk3588s, PASS", "rk3562, FAIL", "rv1106, FAIL"})
    void knowsFourChips(String soc, Status status) {
      machine.with(Gpus.rockchip(soc, "RKNPU", Reading.known("0.9.8")));

      assertThat(immich().status("rknn.soc")).isEqualTo(status);
    }

    @Test
    void cannotUseRocket() {
      machine.with(Gpus.rockchip("rk3588", "rocket", unread()));

      assertThat(immich().finding("rknn.driver").what()).contains("rocket", "cannot use");
      assertThat(immich().all("rknn.driver-version")).isEmpty();
    }

    @Test
    void advisesNoThreadsWhereItCannotCompute() {
      machine.with(Gpus.rockchip("rk3588", "RKNPU", Reading.known("0.9.6")));

      assertThat(immich().all("rknn.threads")).isEmpty();
    }

    @Test
    void advisesOneThreadACore() {
      machine.with(Gpus.rockchip("rk3588", "RKNPU", Reading.known("0.9.8")));

      assertThat(immich().finding("rknn.threads").remedy())
          .contains("MACHINE_LEARNING_RKNN_THREADS=3");
    }
  }

  @Nested
  class Vulkan {
    @Test
    void wantsADriverForThisGpu() {
      machine.drivers = List.of(icd("lvp", "25.0.7"), icd("radeon", "25.0.7", "amdgpu"));
      machine.with(Gpus.polaris());

      assertThat(ollama().finding("vulkan.icd").evidence())
          .startsWith("/usr/share/vulkan/icd.d/radeon");
    }

    @Test
    void isNotServedByAnotherVendorsDriver() {
      machine.drivers = List.of(icd("intel", "25.0.7", "i915", "xe"));
      machine.with(Gpus.polaris());

      Finding icd = ollama().finding("vulkan.icd");
      assertThat(icd.status()).isEqualTo(Status.FAIL);
      assertThat(icd.remedy()).isEqualTo("sudo apt install mesa-vulkan-drivers");
    }

    @Test
    void onTheCpuIsNoAcceleration() {
      machine.drivers = List.of(icd("lvp", "25.0.7"));
      machine.with(Gpus.polaris());

      assertThat(ollama().finding("vulkan.icd").what())
          .endsWith("only one that computes on the CPU");
      assertThat(ollama().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void missesTheLibraryOfItsDriver() {
      VulkanDrivers.Driver whole = icd("radeon", "25.0.7", "amdgpu");
      machine.drivers =
          List.of(
              new VulkanDrivers.Driver(
                  whole.manifest(),
                  whole.library(),
                  Reading.known(false),
                  whole.apiVersion(),
                  whole.version(),
                  whole.kernelDrivers(),
                  false));
      machine.with(Gpus.polaris());

      assertThat(ollama().finding("vulkan.icd").what()).contains("library");
    }

    @Test
    void missesItsLoader() {
      machine.loader = Reading.unknown("no libvulkan.so.1");
      machine.with(Gpus.polaris());

      assertThat(ollama().finding("vulkan.loader").remedy())
          .isEqualTo("sudo apt install libvulkan1");
    }

    private static VulkanDrivers.Driver offering(VulkanDrivers.Driver driver, String api) {
      return new VulkanDrivers.Driver(
          driver.manifest(),
          driver.library(),
          driver.libraryFound(),
          Reading.known(api),
          Reading.unknown("no file name tells it"),
          driver.kernelDrivers(),
          false);
    }

    @ParameterizedTest
    @CsvSource({"1.2.175, 1", "1.3.0, 0"})
    void warnsOfAnOldApi(String api, int warnings) {
      machine.drivers = List.of(offering(icd("nvidia", "", "nvidia"), api));
      machine.with(Gpus.nvidia("3.5", "470.256.02"));

      assertThat(ollama().all("vulkan.api-version")).hasSize(warnings);
    }

    @ParameterizedTest
    @CsvSource({
      "debian, sudo apt install nvidia-vulkan-icd",
      "ubuntu, sudo apt install libnvidia-gl-550",
      "fedora, 'Add the graphics part (libGLX_nvidia.so.0 and nvidia_icd.json) of the installed driver 550.163.01, from where the driver came'"
    })
    void ofNvidiaIsCompletedAndNotInstalledBesides(String distribution, String remedy) {
      machine.distribution = distribution;
      machine.with(Gpus.nvidia("8.6", "550.163.01"));

      assertThat(ollama().finding("vulkan.icd").remedy()).isEqualTo(remedy);
    }

    @Test
    void ofNvidiaGoesThroughItsOwnNodes() {
      machine.drivers = List.of(icd("nvidia", "", "nvidia"));
      machine.with(
          Gpus.nvidia(
              "8.6",
              "550.163.01",
              "550.163.01",
              node("/dev/nvidia0", Role.NVIDIA, OPEN, 0),
              node("/dev/nvidiactl", Role.NVIDIA_CONTROL, OPEN, 0),
              node("/dev/nvidia-uvm", Role.NVIDIA_CONTROL, OPEN, 0),
              node("/dev/dri/renderD128", Role.RENDER, OPEN, 992)));

      assertThat(new VulkanRules().nodes(machine.build().accelerators().getFirst()))
          .extracting(DeviceNode::path)
          .containsExactly("/dev/nvidia0", "/dev/nvidiactl");
      assertThat(ollama().status("vulkan.control-access")).isEqualTo(Status.PASS);
    }

    @Test
    void underWslIsForTestingAndInNoImage() {
      machine.wsl = true;
      machine.drivers = List.of(icd("dzn", "", "dxgkrnl"));
      machine.with(Gpus.wsl(Vendor.NVIDIA, unread()));

      assertThat(ollama().status("vulkan.dzn")).isEqualTo(Status.WARN);
      assertThat(ollama().status("vulkan.known-no-dzn")).isEqualTo(Status.FAIL);
      assertThat(ollama().examination().ready()).isEmpty();
    }

    @Test
    void onBifrostIsRefusedByItsDriver() {
      machine.drivers = List.of(icd("panfrost", "25.0.7", "panfrost", "panthor"));
      machine.with(
          Gpus.mali(
              "panfrost", Gpus.blobs(false), node("/dev/dri/renderD128", Role.RENDER, OPEN, 992)));

      assertThat(ollama().status("vulkan.conformance")).isEqualTo(Status.FAIL);
    }

    @Test
    void onValhallIsNot() {
      machine.drivers = List.of(icd("panfrost", "25.0.7", "panfrost", "panthor"));
      machine.with(
          Gpus.mali(
              "panthor", Gpus.blobs(false), node("/dev/dri/renderD128", Role.RENDER, OPEN, 992)));

      assertThat(ollama().all("vulkan.conformance")).isEmpty();
      assertThat(ollama().status("vulkan.icd")).isEqualTo(Status.PASS);
    }

    @Test
    void onARaspberryPiHasTooLittleSharedMemory() {
      machine.drivers = List.of(icd("broadcom", "25.0.7", "v3d"));
      machine.with(Gpus.v3d());

      assertThat(ollama().finding("vulkan.shared-memory").evidence()).contains("16 KiB");
    }

    @Test
    void ofOllamaIsForPcsOnly() {
      machine.architecture = "aarch64";
      machine.drivers = List.of(icd("broadcom", "25.0.7", "v3d"));
      machine.with(Gpus.v3d());

      assertThat(ollama().status("vulkan.architecture")).isEqualTo(Status.FAIL);
      assertThat(ollama().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void thatCannotBeHadIsSaidBeforeALoaderThatWouldNotHelp() {
      machine.loader = Reading.unknown("no libvulkan.so.1");
      machine.with(Gpus.mali("mali", Gpus.blobs(true), node("/dev/mali0", Role.MALI, OPEN, 0)));

      var survey = machine.build();
      assertThat(Usability.of(survey, survey.accelerators().getFirst()).get(Backend.VULKAN))
          .extracting(Usability.Answer::text, as(STRING))
          .contains("no Vulkan driver")
          .doesNotContain("libvulkan.so.1");
    }

    @ParameterizedTest
    @CsvSource({
      "0.12.6, vulkan.known-not-in-it, FAIL",
      "0.12.11, vulkan.known-opt-in, WARN",
      "0.33.0, vulkan.known-igpu-dropped, WARN"
    })
    void ofOllamaDependsOnItsVersion(String version, String id, Status status) {
      machine.drivers = List.of(icd("radeon", "25.0.7", "amdgpu"));
      machine.with(Gpus.phoenix());

      assertThat(Examined.of(machine.build(), "ollama", version).status(id)).isEqualTo(status);
    }
  }

  @Nested
  class TheCpu {
    @Test
    void tooOldBlocksImmichAndNotOllama() {
      machine.features = Set.of("cx16", "lahf_lm", "pni", "ssse3");

      Finding baseline = immich().finding("cpu.baseline");
      assertThat(baseline.evidence()).contains("lacks popcnt, sse4_1, sse4_2");
      assertThat(immich().verdict()).isEqualTo(Verdict.BLOCKED);
      assertThat(ollama().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void unreadIsSkipped() {
      machine.features = Set.of();

      assertThat(immich().status("cpu.baseline")).isEqualTo(Status.SKIP);
    }

    @Test
    void ofArmHasNoX86Level() {
      machine.architecture = "aarch64";
      machine.features = Set.of("asimddp");

      assertThat(immich().all("cpu.baseline")).isEmpty();
    }

    @Test
    void withoutRoomForItsImageBlocks() {
      machine.freeBytes = Surveys.GIB;

      assertThat(immich().status("cpu.disk")).isEqualTo(Status.FAIL);
      assertThat(immich().verdict()).isEqualTo(Verdict.BLOCKED);
    }
  }
}
