package dev.hearth.planning.doctor;

import static dev.hearth.planning.doctor.Surveys.icd;
import static dev.hearth.planning.doctor.Surveys.missing;
import static dev.hearth.planning.doctor.Surveys.unread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Kind;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Version;
import dev.hearth.planning.service.ServiceCatalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DoctorTest {
  private final Surveys machine = new Surveys();

  @Nested
  class AMachineWithoutAccelerators {
    @Test
    void isForTheCpuOnlyAndSaysThatNoneWasFound() {
      List<Examination> all = Doctor.examineAll(machine.build());

      assertThat(all).extracting(Examination::verdict).containsOnly(Verdict.CPU_ONLY);
      assertThat(new Examined(all.getFirst()).finding("machine.accelerators").what())
          .isEqualTo("no GPU and no NPU was found");
    }

    @Test
    void inAVirtualMachineIsToldWhatWouldHelp() {
      machine.hypervisor = Reading.known("kvm");

      assertThat(Examined.of(machine.build(), "hearth").finding("machine.accelerators").remedy())
          .isEqualTo("Pass a GPU through to this virtual machine");
    }

    @Test
    void withSoftwareVulkanIsToldThatItIsSlow() {
      machine.drivers = List.of(icd("lvp", "25.0.7"));

      assertThat(Examined.of(machine.build(), "ollama").finding("machine.accelerators").evidence())
          .contains("lvp_icd.json computes on the CPU");
    }
  }

  @Nested
  class Findings {
    @Test
    void beginWithTheBackendsThatFailAndThereWithTheFailures() {
      machine.inNoGroup().with(Gpus.phoenix(), Gpus.nvidia("8.9", "550.163.01"));

      List<Finding> findings = Examined.of(machine.build(), "immich-ml").examination().findings();
      List<Backend> order =
          findings.stream().flatMap(each -> each.backend().stream()).distinct().toList();
      assertThat(order).containsExactly(Backend.ROCM, Backend.CPU, Backend.CUDA);
      assertThat(
              findings.stream()
                  .filter(each -> each.backend().equals(java.util.Optional.of(Backend.ROCM)))
                  .filter(each -> each.acceleratorId().isEmpty())
                  .map(Finding::status))
          .isSorted();
    }

    @Test
    void ofABackendTellTheGeneralBeforeTheDevices() {
      machine.inNoGroup().with(Gpus.phoenix());

      assertThat(
              Examined.of(machine.build(), "immich-ml").examination().findings().stream()
                  .filter(each -> each.backend().equals(java.util.Optional.of(Backend.ROCM)))
                  .map(each -> each.acceleratorId().isPresent()))
          .contains(false, true)
          .isSorted();
    }

    @Test
    void thatPassAskNothingOfWhoRunsTheService() {
      machine.docker = Reading.known(Surveys.docker("runc"));
      machine.with(Gpus.phoenix(), Gpus.rockchip("rk3588", "RKNPU", Reading.known("0.9.8")));

      assertThat(Doctor.examineAll(machine.build()))
          .flatExtracting(Examination::findings)
          .filteredOn(each -> each.status() == Status.PASS && each.backend().isEmpty())
          .isNotEmpty()
          .extracting(Finding::remedy)
          .containsOnly("");
    }

    @Test
    void ofRootNameNoSudo() {
      machine.uid = 0;
      machine.podman = Reading.unknown("no podman in PATH");
      machine.with(Gpus.nvidia("8.9", "550.163.01"));

      assertThat(Doctor.examineAll(machine.build()))
          .flatExtracting(Examination::findings)
          .extracting(Finding::remedy)
          .anyMatch(each -> each.startsWith("apt install"))
          .noneMatch(each -> each.contains("sudo "));
    }

    @Test
    void areNeverSaidTwice() {
      machine.with(Gpus.phoenix(), Gpus.polaris(), Gpus.nvidia("8.9", "550.163.01"));

      for (Examination each : Doctor.examineAll(machine.build())) {
        assertThat(each.findings()).doesNotHaveDuplicates();
      }
    }

    @Test
    void citeTheirSourceAndThatFailTheirRemedyAndEvidence() {
      machine.inNoGroup();
      machine.loader = Reading.unknown("no libvulkan.so.1");
      machine.with(Gpus.phoenix(), Gpus.polaris(), Gpus.nouveau());

      assertThat(Doctor.examineAll(machine.build()))
          .flatExtracting(Examination::findings)
          .allSatisfy(each -> {
            assertThat(each.source()).isNotBlank();
            assertThat(each.what()).isNotBlank();
            assertThat(each.id()).matches("[a-z]+\\.[a-z0-9-]+");
          })
          .filteredOn(Finding::failed)
          .isNotEmpty()
          .allSatisfy(each -> {
            assertThat(each.evidence()).isNotBlank();
            assertThat(each.remedy()).isNotBlank();
          });
    }
  }

  @Nested
  class NothingRead {
    static Stream<Survey> surveys() {
      List<Accelerator> all = new ArrayList<>();
      for (Vendor vendor : Vendor.values()) {
        for (Kind kind : Kind.values()) {
          for (Details details : details()) {
            all.add(Gpus.nothingRead(vendor, kind, details));
            all.add(Gpus.nothingRead(vendor, kind, details, absent()));
            all.add(Gpus.nothingRead(vendor, kind, details, present()));
          }
        }
      }
      Stream<Survey> single =
          all.stream().map(each -> new Survey(Surveys.nothingRead(), List.of(each)));
      return Stream.concat(
          Stream.of(
              new Survey(Surveys.nothingRead(), List.of()), new Survey(Surveys.nothingRead(), all)),
          single);
    }

    private static List<Details> details() {
      return List.of(
          new Details.None(),
          new Details.Amd(
              Details.GfxSource.NONE, unread(), unread(), unread(), unread(), unread(), unread()),
          new Details.Nvidia(
              unread(), unread(), unread(), unread(), unread(), unread(), unread(), unread(),
              unread()),
          new Details.Intel(unread(), unread()),
          new Details.Mali(unread(), unread(), unread(), unread()),
          new Details.Rockchip(unread(), List.of(), unread(), unread()),
          new Details.Wsl(unread(), unread(), unread(), unread()));
    }

    private static DeviceNode[] absent() {
      return Arrays.stream(Role.values())
          .map(role -> missing("/dev/" + role, role))
          .toArray(DeviceNode[]::new);
    }

    private static DeviceNode[] present() {
      return Arrays.stream(Role.values())
          .map(role -> Surveys.node("/dev/" + role, role, 0660, 992))
          .toArray(DeviceNode[]::new);
    }

    @ParameterizedTest
    @MethodSource("surveys")
    void neverThrowsAndAnswersEveryBackend(Survey survey) {
      assertThat(Doctor.examineAll(survey)).hasSize(4);
      for (Accelerator each : survey.accelerators()) {
        assertThat(Usability.of(survey, each))
            .containsOnlyKeys(
                Arrays.stream(Backend.values()).filter(it -> it != Backend.CPU).toList());
      }
    }

    @Test
    void meansThatVersionsAreSkippedAndNotPassed() {
      Survey survey =
          new Survey(
              Surveys.nothingRead(),
              List.of(Gpus.nothingRead(Vendor.NVIDIA, Kind.GPU, details().get(2), present())));

      assertThat(Examined.of(survey, "immich-ml").examination().findings())
          .filteredOn(each -> each.id().equals("cuda.driver-version"))
          .extracting(Finding::status)
          .containsExactly(Status.SKIP);
    }
  }

  @Nested
  class AnAcceleratorsUse {
    private Usability.Answer use(Accelerator accelerator, Backend backend) {
      machine.with(accelerator);
      return java.util.Objects.requireNonNull(
          Usability.of(machine.build(), accelerator).get(backend));
    }

    @Test
    void isForItsOwnBackendsOnly() {
      machine.with(Gpus.phoenix());

      assertThat(use(Gpus.phoenix(), Backend.CUDA).text()).isEqualTo("CUDA is for NVIDIA GPUs");
      assertThat(use(Gpus.phoenix(), Backend.CUDA)).isInstanceOf(Usability.Foreign.class);
    }

    @Test
    void dependsOnTheProgramWhereTheyDiffer() {
      assertThat(use(Gpus.phoenix(), Backend.ROCM))
          .isInstanceOfSatisfying(
              Usability.Usable.class,
              usable -> {
                assertThat(usable.text())
                    .isEqualTo(
                        "whether and how it computes depends on the program: hearth doctor SERVICE");
                assertThat(usable.remedy()).startsWith("hearth doctor");
                assertThat(usable.findings())
                    .filteredOn(each -> each.id().equals("rocm.gfx-target"))
                    .extracting(Finding::evidence)
                    .first()
                    .asString()
                    .contains("Ollama's ROCm bundle: HSA_OVERRIDE_GFX_VERSION=11.0.0");
              });
    }

    @Test
    void namesTheOverrideWhereAllNeedTheSame() {
      Accelerator cyan = Gpus.amd("pci-a", "gfx1013", Accelerator.Form.INTEGRATED);

      assertThat(use(cyan, Backend.ROCM).text())
          .isEqualTo(
              "AMD gfx1013 computes as gfx1030, perhaps (HSA_OVERRIDE_GFX_VERSION=10.3.0;"
                  + " reported by hobbyists only)");
    }

    @Test
    void wantsAllThatIsMissing() {
      machine.loader = Reading.unknown("no libvulkan.so.1");
      machine.drivers = List.of();

      assertThat(use(Gpus.phoenix(), Backend.VULKAN))
          .isInstanceOfSatisfying(
              Usability.NotUsable.class,
              not ->
                  assertThat(not.remedy())
                      .contains("libvulkan1")
                      .contains("  # and: ")
                      .contains("mesa-vulkan-drivers"));
    }

    @Test
    void ofPolarisIsVulkanAndNotRocm() {
      machine.drivers = List.of(icd("radeon", "25.0.7", "amdgpu"));

      assertThat(use(Gpus.polaris(), Backend.ROCM)).isInstanceOf(Usability.NotUsable.class);
      assertThat(use(Gpus.polaris(), Backend.VULKAN).text()).isEqualTo("yes");
    }

    @Test
    void isRefusedWithTheDoctorsOwnWords() {
      machine.inNoGroup();

      assertThat(use(Gpus.phoenix(), Backend.ROCM))
          .isInstanceOfSatisfying(
              Usability.NotUsable.class,
              not -> {
                assertThat(not.text()).isEqualTo("you are not in the group of /dev/kfd");
                assertThat(not.remedy()).startsWith("sudo usermod -aG render ada");
              });
    }

    @Test
    void isOnlyYesWhereNothingIsToBeMinded() {
      assertThat(use(Gpus.nvidia("8.9", "550.163.01"), Backend.CUDA).text()).isEqualTo("yes");
    }
  }

  @Test
  void aServiceIsExaminedInTheVersionAskedFor() {
    machine.with(Gpus.amd("pci-a", "gfx1010", Accelerator.Form.DISCRETE));
    var ollama = ServiceCatalog.load().find("ollama").orElseThrow();

    Examination old =
        Doctor.examine(machine.build(), ollama.at(Version.parse("0.31.1").orElseThrow()));
    assertThat(new Examined(old).status("rocm.gfx-target")).isEqualTo(Status.PASS);
    assertThat(new Examined(Doctor.examine(machine.build(), ollama)).status("rocm.gfx-target"))
        .isEqualTo(Status.WARN);
  }
}
