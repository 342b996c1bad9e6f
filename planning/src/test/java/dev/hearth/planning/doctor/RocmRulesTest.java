package dev.hearth.planning.doctor;

import static dev.hearth.planning.doctor.Gpus.CLOSED;
import static dev.hearth.planning.doctor.Gpus.OPEN;
import static dev.hearth.planning.doctor.Surveys.GIB;
import static dev.hearth.planning.doctor.Surveys.RENDER;
import static dev.hearth.planning.doctor.Surveys.missing;
import static dev.hearth.planning.doctor.Surveys.node;
import static dev.hearth.planning.doctor.Surveys.unread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Access;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.planning.Version;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RocmRulesTest {
  private final Surveys machine = new Surveys();

  private Examined immich() {
    return Examined.of(machine.build(), "immich-ml");
  }

  private Examined ollama(String version) {
    return Examined.of(machine.build(), "ollama", version);
  }

  @Nested
  class TheNodes {
    @Test
    void thatAreThereAndOpenPass() {
      machine.with(Gpus.phoenix());

      assertThat(immich().status("rocm.kfd-node")).isEqualTo(Status.PASS);
      assertThat(immich().status("rocm.render-node")).isEqualTo(Status.PASS);
      assertThat(immich().verdict()).isEqualTo(Verdict.READY);
    }

    @Test
    void withoutKfdFailAndTheCpuIsLeft() {
      machine.with(
          Gpus.amd(
              "pci-a",
              "gfx1103",
              Form.INTEGRATED,
              missing("/dev/kfd", Role.KFD),
              node("/dev/dri/renderD128", Role.RENDER, CLOSED, RENDER)));

      Finding kfd = immich().finding("rocm.kfd-node");
      assertThat(kfd.status()).isEqualTo(Status.FAIL);
      assertThat(kfd.evidence()).isEqualTo("/dev/kfd does not exist");
      assertThat(kfd.remedy()).contains("dmesg", "CONFIG_HSA_AMD");
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void withoutKfdInAContainerAreToBeHandedIn() {
      machine.container = Reading.known("docker");
      machine.with(Gpus.amd("pci-a", "gfx1103", Form.INTEGRATED, missing("/dev/kfd", Role.KFD)));

      assertThat(immich().finding("rocm.kfd-node").remedy()).contains("--device /dev/kfd");
      assertThat(immich().finding("rocm.render-node").remedy()).contains("--device /dev/dri");
    }

    @Test
    void sharedByTwoGpusAreSaidOnce() {
      machine.with(
          Gpus.amd("pci-a", "gfx1100", Form.DISCRETE),
          Gpus.amd(
              "pci-b",
              "gfx1100",
              Form.DISCRETE,
              Gpus.kfd(Gpus.CLOSED),
              node("/dev/dri/renderD129", Role.RENDER, Gpus.CLOSED, 992)));

      assertThat(immich().all("rocm.kfd-node")).hasSize(1);
      assertThat(immich().all("rocm.kfd-access")).hasSize(1);
      assertThat(immich().all("rocm.render-node")).hasSize(2);
    }
  }

  @Nested
  class Groups {
    @Test
    void heldNowPass() {
      machine.with(Gpus.phoenix());

      assertThat(immich().finding("rocm.kfd-access").evidence())
          .isEqualTo("/dev/kfd: mode 0660, group 992 (render)");
    }

    @Test
    void onDiskOnlyWantANewLogin() {
      machine.groupsNow = Reading.known(Set.of(1000));
      machine.with(Gpus.phoenix());

      Finding access = immich().finding("rocm.kfd-access");
      assertThat(access.status()).isEqualTo(Status.WARN);
      assertThat(access.remedy()).contains("in again");
    }

    @Test
    void notHeldWantUsermodWithTheNameOfTheNodesGroup() {
      machine.inNoGroup().with(Gpus.phoenix());

      Finding access = immich().finding("rocm.kfd-access");
      assertThat(access.status()).isEqualTo(Status.FAIL);
      assertThat(access.remedy())
          .isEqualTo("sudo usermod -aG render ada  # then log out and in again");
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void withoutANameAreCreatedByTheirNumber() {
      machine.with(
          Gpus.amd("pci-a", "gfx1100", Form.DISCRETE, node("/dev/kfd", Role.KFD, CLOSED, 105)));

      assertThat(immich().finding("rocm.kfd-access").remedy())
          .isEqualTo(
              "sudo groupadd --gid 105 gpu105 && sudo usermod -aG gpu105 ada  #"
                  + " then log out and in again");
    }

    @Test
    void doNotMatterWhereEverybodyMay() {
      machine
          .inNoGroup()
          .with(
              Gpus.amd(
                  "pci-a",
                  "gfx1100",
                  Form.DISCRETE,
                  Gpus.kfd(OPEN),
                  node("/dev/dri/renderD128", Role.RENDER, OPEN, RENDER)));

      assertThat(immich().status("rocm.kfd-access")).isEqualTo(Status.PASS);
      assertThat(immich().verdict()).isEqualTo(Verdict.READY);
    }

    @Test
    void doNotMatterToRoot() {
      machine.uid = 0;
      machine.inNoGroup().with(Gpus.phoenix());

      assertThat(immich().status("rocm.kfd-access")).isEqualTo(Status.PASS);
    }

    @Test
    void unreadAreSkippedWithTheReason() {
      machine.groupsNow = Reading.unknown("/proc/self/status does not exist");
      machine.with(Gpus.phoenix());

      Finding access = immich().finding("rocm.kfd-access");
      assertThat(access.status()).isEqualTo(Status.SKIP);
      assertThat(access.evidence()).contains("/proc/self/status does not exist");
    }

    @Test
    void matterLessWhereDockersDaemonStartsIt() {
      machine.docker = Reading.known(Surveys.docker("runc"));
      machine.inNoGroup().with(Gpus.phoenix());

      Finding access = immich().finding("rocm.kfd-access");
      assertThat(access.status()).isEqualTo(Status.WARN);
      assertThat(access.what()).contains("Docker's daemon runs as root and can");
      assertThat(access.remedy()).contains("usermod -aG render");
      assertThat(immich().verdict()).isEqualTo(Verdict.READY);
    }
  }

  @Nested
  class TheKernelsWord {
    private Finding access(int mode, int gid, Access access) {
      machine.with(
          Gpus.amd(
              "pci-a", "gfx1100", Form.DISCRETE, node("/dev/kfd", Role.KFD, mode, gid, access)));
      return immich().finding("rocm.kfd-access");
    }

    @Test
    void againstTheModeBitsCounts() {
      Finding access = access(OPEN, RENDER, new Access(true, false));

      assertThat(access.status()).isEqualTo(Status.FAIL);
      assertThat(access.what()).contains("the kernel still refuses");
    }

    @Test
    void byAnAccessListIsALoan() {
      machine.inNoGroup();

      Finding access = access(CLOSED, RENDER, new Access(true, true));

      assertThat(access.status()).isEqualTo(Status.WARN);
      assertThat(access.what()).contains("while you are logged in at the screen");
    }

    @Test
    void onANodeOfRootAloneWantsAUdevRule() {
      Finding access = access(0600, 0, new Access(false, false));

      assertThat(access.status()).isEqualTo(Status.FAIL);
      assertThat(access.remedy()).contains("udev", "KERNEL==\"kfd\"", "GROUP=\"render\"");
    }
  }

  @Nested
  class TheDriver {
    @ParameterizedTest
    @CsvSource({"vfio-pci, virtual machine", "radeon, too old for ROCm"})
    void thatIsNotAmdgpuFails(String driver, String because) {
      machine.with(Gpus.bound(Gpus.polaris(), driver));

      Finding found = immich().finding("rocm.driver");
      assertThat(found.status()).isEqualTo(Status.FAIL);
      assertThat(found.what()).contains(because);
      assertThat(immich().all("rocm.render-node")).as("follows from it").isEmpty();
    }

    @Test
    void thatIsMissingFails() {
      machine.with(Gpus.nothingRead(Vendor.AMD, Accelerator.Kind.GPU, new Details.None()));

      assertThat(immich().finding("rocm.driver").remedy())
          .contains("sudo modprobe amdgpu", "sudo apt install firmware-amd-graphics");
    }
  }

  @Nested
  class KfdsWord {
    private Accelerator gpu(String gfx, Reading<Integer> kfdNode, Reading<Integer> firmware) {
      Details.Amd details =
          new Details.Amd(
              Details.GfxSource.KFD, kfdNode, unread(), unread(), unread(), firmware, unread());
      DeviceNode render = node("/dev/dri/renderD128", Role.RENDER, CLOSED, RENDER);
      return Gpus.amd("pci-a", gfx, Form.DISCRETE, details, Gpus.kfd(CLOSED), render);
    }

    @Test
    void onAGpuItListsIsThatAtomicsAreNoObstacle() {
      machine.with(gpu("gfx1100", Reading.known(2), Reading.known(600)));

      assertThat(immich().finding("rocm.kfd-accepts").evidence()).contains("nodes/2");
      assertThat(immich().all("rocm.mec-firmware")).isEmpty();
    }

    @Test
    void onAGpuItListsIsMoreThanTheNumberOfItsFirmware() {
      machine.with(gpu("gfx1102", Reading.known(1), Reading.known(508)));

      assertThat(immich().all("rocm.mec-firmware")).isEmpty();
      assertThat(immich().finding("rocm.kfd-accepts").evidence()).endsWith("MEC firmware 508");
    }

    @Test
    void onAGpuItLeavesOutIsAFailure() {
      machine.with(gpu("gfx1100", Reading.unknown("no KFD node has render minor 128"), unread()));

      Finding accepts = immich().finding("rocm.kfd-accepts");
      assertThat(accepts.status()).isEqualTo(Status.FAIL);
      assertThat(accepts.remedy()).contains("PCI rejects atomics");
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void onOldFirmwareThatItLeavesOutIsAWarning() {
      machine.with(gpu("gfx1102", Reading.unknown("not listed"), Reading.known(508)));

      assertThat(immich().finding("rocm.mec-firmware").evidence()).contains("508 < 509");
      assertThat(immich().status("rocm.mec-firmware")).isEqualTo(Status.WARN);
    }

    @Test
    void onUnreadFirmwareIsLeftToRoot() {
      machine.with(gpu("gfx1102", Reading.unknown("not listed"), unread()));

      assertThat(immich().status("rocm.mec-firmware")).isEqualTo(Status.SKIP);
      assertThat(immich().finding("rocm.mec-firmware").remedy()).startsWith("sudo sh -c ");
    }

    @Test
    void onAnIntegratedGpuHasNothingToDoWithItsFirmware() {
      machine.with(Gpus.phoenix());

      assertThat(immich().all("rocm.mec-firmware")).isEmpty();
    }

    @Test
    void onOtherFamiliesFirmwareDoesNotMatter() {
      machine.with(gpu("gfx1030", Reading.unknown("not listed"), Reading.known(1)));

      assertThat(immich().all("rocm.mec-firmware")).isEmpty();
    }
  }

  @Nested
  class TheTarget {
    @Test
    void ofAWx4100HasNoRocmAndVulkanInstead() {
      machine.drivers = List.of(Surveys.icd("radeon", "25.0.7", "amdgpu"));
      machine.with(Gpus.polaris());

      Finding target = ollama("0.33.0").finding("rocm.gfx-target");
      assertThat(target.status()).isEqualTo(Status.FAIL);
      assertThat(target.evidence()).contains("no override helps", "Vulkan computes on it");
      assertThat(target.remedy()).isEqualTo("Use the Vulkan backend instead");
      assertThat(ollama("0.33.0").examination().ready())
          .singleElement()
          .extracting(Examination.Place::backend)
          .isEqualTo(dev.hearth.planning.Backend.VULKAN);
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void ofA780mIsOverriddenForOllamaWhichMustBeToldOfIt() {
      machine.with(Gpus.phoenix());

      Finding target = ollama("0.33.0").finding("rocm.gfx-target");
      assertThat(target.status()).isEqualTo(Status.WARN);
      assertThat(target.remedy())
          .startsWith("Set HSA_OVERRIDE_GFX_VERSION=11.0.0 in the service's environment")
          .contains("under [Service] (systemd) or [Container] (Quadlet)");
      assertThat(ollama("0.33.0").finding("rocm.trouble-igpu-dropped").remedy())
          .contains("OLLAMA_IGPU_ENABLE=1");
      assertThat(ollama("0.24.0").all("rocm.trouble-igpu-dropped")).isEmpty();
    }

    @Test
    void ofA780mIsOverriddenForImmichBefore26AndTriedNativelySince() {
      machine.with(Gpus.phoenix());

      assertThat(
              Examined.of(machine.build(), "immich-ml", "2.5.0")
                  .finding("rocm.gfx-target")
                  .remedy())
          .contains("HSA_OVERRIDE_GFX_VERSION=11.0.0");
      assertThat(immich().finding("rocm.gfx-target").remedy())
          .startsWith("Start without HSA_OVERRIDE_GFX_VERSION")
          .contains("Should it fail: HSA_OVERRIDE_GFX_VERSION=11.0.0")
          .endsWith("cat /sys/class/drm/card*/device/gpu_busy_percent");
      assertThat(immich().finding("rocm.trouble-svm").remedy()).contains("HSA_USE_SVM=0");
    }

    @Test
    void overriddenBesideAnotherTargetIsForThatGpuAlone() {
      machine.with(
          Gpus.amd("pci-a", "gfx942", Form.DISCRETE),
          Gpus.amd(
              "pci-b",
              "gfx1032",
              Form.DISCRETE,
              Gpus.kfd(CLOSED),
              node("/dev/dri/renderD129", Role.RENDER, CLOSED, RENDER)));

      Finding target =
          ollama("0.33.0").all("rocm.gfx-target").stream()
              .filter(each -> each.acceleratorId().orElse("").equals("pci-b"))
              .findFirst()
              .orElseThrow();
      assertThat(target.evidence()).contains("wrong for the machine's other GPUs: gfx942");
      assertThat(target.remedy()).contains("this GPU only: /dev/kfd and /dev/dri/renderD129");
    }

    @Test
    void withAWayOutThatBreaksAnotherGpuIsNotToldIt() {
      DeviceNode render = node("/dev/dri/renderD129", Role.RENDER, CLOSED, RENDER);
      machine.with(
          Gpus.amd("pci-a", "gfx1100", Form.DISCRETE),
          Gpus.amd("pci-b", "gfx1031", Form.DISCRETE, Gpus.kfd(CLOSED), render));

      Finding target =
          immich().all("rocm.gfx-target").stream()
              .filter(each -> each.acceleratorId().orElse("").equals("pci-b"))
              .findFirst()
              .orElseThrow();
      assertThat(target.remedy())
          .doesNotContain("10.3.0")
          .contains("this GPU only: /dev/kfd and /dev/dri/renderD129");
      assertThat(target.evidence()).contains("wrong for the machine's other GPUs: gfx1100");
    }

    @Test
    void thatTheNewestOllamaDroppedIsSentToTheLastThatHadIt() {
      machine.with(Gpus.amd("pci-a", "gfx906", Form.DISCRETE));

      assertThat(ollama("0.33.0").finding("rocm.gfx-target").remedy())
          .endsWith("or Ollama 0.12.3, the last with gfx906");
    }

    @Test
    void ofAnRx6600IsNotGivenTheOverrideThatRanOnTheCpu() {
      machine.with(Gpus.amd("pci-a", "gfx1032", Form.DISCRETE));

      assertThat(immich().finding("rocm.gfx-target").remedy()).doesNotContain("10.3.0");
      assertThat(immich().finding("rocm.trouble-migraphx-on-cpu").what())
          .contains("was reported to");
    }

    @Test
    void ofAStrixPointIsNotSentBackToAnImageWithoutItsKernels() {
      machine.with(Gpus.amd("pci-a", "gfx1150", Form.INTEGRATED));

      Finding crash = immich().finding("rocm.trouble-migraphx-crash");
      assertThat(crash.what()).contains("was reported to crash").doesNotContain("here");
      assertThat(crash.remedy()).contains("use the CPU image for all").doesNotContain("stay on");
      assertThat(crash.evidence())
          .isEqualTo("for Immich machine learning 3.1.0, the version judged, on gfx1150");
    }

    @Test
    void hasNoRemedyThatNamesACommandWhichThisProgramLacks() {
      for (var target : dev.hearth.planning.gfx.GfxTable.load().targets()) {
        Surveys each = new Surveys();
        each.with(Gpus.amd("pci-a", target.gfx(), Form.INTEGRATED));
        assertThat(Doctor.examineAll(each.build()))
            .flatExtracting(Examination::findings)
            .extracting(Finding::remedy)
            .noneMatch(remedy -> remedy.contains("hearth verify") || remedy.contains("{proof}"));
      }
    }

    @Test
    void isNeverBackedByAnotherServicesPapers() {
      machine.with(Gpus.amd("pci-a", "gfx1032", Form.DISCRETE));

      for (String service : List.of("ollama", "finbert")) {
        assertThat(Examined.of(machine.build(), service).examination().findings())
            .filteredOn(each -> each.id().startsWith("rocm."))
            .extracting(Finding::source)
            .noneMatch(source -> source.contains("Immich"));
      }
    }

    @Test
    void unreadIsSkipped() {
      machine.with(
          Gpus.nothingRead(Vendor.AMD, Accelerator.Kind.GPU, new Details.None(), Gpus.kfd(CLOSED)));

      assertThat(immich().status("rocm.gfx-target")).isEqualTo(Status.SKIP);
    }

    @Test
    void nobodyKnowsIsAWarning() {
      machine.with(Gpus.amd("pci-a", "gfx1299", Form.DISCRETE));

      assertThat(immich().status("rocm.gfx-target")).isEqualTo(Status.WARN);
    }
  }

  @Nested
  class TwoComputeUnits {
    private final Accelerator small =
        Gpus.amd(
            "pci-igpu",
            "gfx1036",
            Form.INTEGRATED,
            Gpus.kfd(CLOSED),
            node("/dev/dri/renderD129", Role.RENDER, CLOSED, RENDER));

    private Accelerator card(String gfx) {
      Details.Amd details =
          new Details.Amd(
              Details.GfxSource.KFD,
              Reading.known(1),
              unread(),
              Reading.known(0x2b8cd8e61a5c3f04L),
              unread(),
              Reading.known(600),
              unread());
      DeviceNode render = node("/dev/dri/renderD128", Role.RENDER, CLOSED, RENDER);
      return Gpus.amd("pci-card", gfx, Form.DISCRETE, details, Gpus.kfd(CLOSED), render);
    }

    @Test
    void besideACardAreNoPlaceAndTheCardIsNamed() {
      machine.with(card("gfx1100"), small);

      Finding idle = immich().finding("rocm.trouble-two-compute-units");
      assertThat(idle.status()).isEqualTo(Status.FAIL);
      assertThat(idle.evidence()).contains("gfx1100");
      assertThat(idle.remedy()).startsWith("Set ROCR_VISIBLE_DEVICES=GPU-2b8cd8e61a5c3f04 ");
      assertThat(immich().examination().ready())
          .filteredOn(place -> place.backend() == dev.hearth.planning.Backend.ROCM)
          .extracting(Examination.Place::acceleratorId)
          .containsExactly("pci-card");
      assertThat(Usability.of(machine.build(), small).get(dev.hearth.planning.Backend.ROCM))
          .isInstanceOf(Usability.NotUsable.class);
    }

    @Test
    void besideACardAreNotToldHowToCompute() {
      machine.with(card("gfx1100"), small);

      assertThat(immich().all("rocm.gfx-target"))
          .extracting(each -> each.acceleratorId().orElse(""))
          .containsExactly("pci-card");
    }

    @Test
    void aloneOrBesideACardThatCannotAreAWarning() {
      machine.with(card("gfx803"), small);

      Finding slow = immich().finding("rocm.trouble-two-compute-units");
      assertThat(slow.status()).isEqualTo(Status.WARN);
      assertThat(slow.remedy()).contains("compute on the CPU");
    }
  }

  @Nested
  class TheMachine {
    @ParameterizedTest
    @CsvSource({
      "4.15.0-213-generic, FAIL",
      "4.18.0-553.el8_10.x86_64, PASS",
      "5.4.0-200-generic, WARN",
      "5.15.0-153-generic, PASS"
    })
    void needsADriverOfAboutRocmsAge(String kernel, Status status) {
      machine.kernel = kernel;
      machine.with(Gpus.amd("pci-a", "gfx90a", Form.DISCRETE));

      List<Finding> driver = immich().all("rocm.amdgpu-driver");
      assertThat(driver.isEmpty() ? Status.PASS : driver.getFirst().status()).isEqualTo(status);
      assertThat(immich().verdict())
          .isEqualTo(status == Status.FAIL ? Verdict.CPU_ONLY : Verdict.READY);
    }

    @ParameterizedTest
    @CsvSource({"6.8.0-79-generic, true", "6.10.0, false", "5.14.0-611.el9.x86_64, false"})
    void withAnIntegratedGpuWantsAKernelThatCountsSharedMemory(String kernel, boolean warned) {
      machine.kernel = kernel;
      machine.distribution = "debian";
      machine.with(Gpus.phoenix());

      assertThat(immich().all("rocm.kernel-memory")).hasSize(warned ? 1 : 0);
      machine.with(Gpus.amd("pci-card", "gfx1100", Form.DISCRETE));
      assertThat(immich().all("rocm.kernel-memory")).hasSize(warned ? 1 : 0);
    }

    @Test
    void withoutRoomForTheImageFails() {
      machine.freeBytes = 34 * GIB;
      machine.with(Gpus.phoenix());

      Finding disk = immich().finding("rocm.disk");
      assertThat(disk.status()).isEqualTo(Status.FAIL);
      assertThat(disk.what()).contains("35.0 GiB");
      assertThat(disk.evidence()).isEqualTo("/home/ada/.local/share/containers: 34.0 GiB free");
      assertThat(immich().verdict()).isEqualTo(Verdict.CPU_ONLY);
    }

    @Test
    void withRoomPasses() {
      machine.freeBytes = 35 * GIB;
      machine.with(Gpus.phoenix());

      assertThat(immich().status("rocm.disk")).isEqualTo(Status.PASS);
    }

    @Test
    void ofAnotherArchitectureFails() {
      machine.architecture = "aarch64";
      machine.with(Gpus.amd("pci-a", "gfx1100", Form.DISCRETE));

      assertThat(immich().status("rocm.architecture")).isEqualTo(Status.FAIL);
    }

    @ParameterizedTest
    @CsvSource({"6.1.0-18-amd64, WARN", "6.2.0, PASS", "6.12.48-amd64, PASS"})
    void needsAKernelThatDrivesPhoenix(String kernel, Status status) {
      machine.kernel = kernel;
      machine.with(Gpus.phoenix());

      assertThat(immich().status("rocm.kernel")).isEqualTo(status);
    }

    @Test
    void underWslHasNoKfdAndIsToldPlainly() {
      machine.wsl = true;
      machine.with(Gpus.wsl(Vendor.AMD, unread()));

      Finding wsl = immich().finding("rocm.wsl");
      assertThat(wsl.status()).isEqualTo(Status.FAIL);
      assertThat(wsl.what()).contains("/dev/kfd", "--gpus all is for NVIDIA GPUs only");
    }
  }

  @Test
  void aGpuOfAnotherVendorIsNoneOfRocms() {
    machine.with(Gpus.nvidia("8.9", "550.163.01"));

    assertThat(immich().all("rocm.driver")).isEmpty();
  }

  @Test
  void theVersionAskedForIsTheOneExamined() {
    machine.with(Gpus.amd("pci-a", "gfx906", Form.DISCRETE));

    assertThat(ollama("0.12.3").status("rocm.gfx-target")).isEqualTo(Status.PASS);
    assertThat(ollama("0.12.4").status("rocm.gfx-target")).isEqualTo(Status.FAIL);
    assertThat(Version.parse("0.12.4").orElseThrow())
        .isGreaterThan(Version.parse("0.12.3").orElseThrow());
  }
}
