package dev.hearth.cli.choice;

import static dev.hearth.inference.device.Provider.CUDA;
import static dev.hearth.inference.device.Provider.MIGRAPHX;
import static dev.hearth.inference.device.Provider.OPENVINO;
import static dev.hearth.inference.device.Provider.VULKAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.choice.DeviceChoice.Chosen;
import dev.hearth.cli.choice.DeviceChoice.NeedsRuntime;
import dev.hearth.cli.choice.DeviceChoice.Refused;
import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.engine.Computing.Choice;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.machine.nvml.NvidiaSmi;
import dev.hearth.machine.survey.Survey;
import dev.hearth.machine.survey.Surveyor;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every wish is obeyed or refused; only auto comes to the processor, and says why. */
class DeviceChoiceTest {
  private static final Path MACHINES =
      Path.of(System.getProperty("hearth.root"), "machine/src/test/resources/machines");

  private static final VulkanAdapter RADEON =
      Adapters.integrated("AMD Radeon 780M (RADV PHOENIX)", "0000:c4:00.0");
  private static final VulkanAdapter RX_7900 =
      Adapters.discrete("AMD Radeon RX 7900 XTX (RADV NAVI31)", "0000:03:00.0");
  private static final VulkanAdapter RAPHAEL =
      Adapters.integrated("AMD Radeon Graphics (RADV RAPHAEL_MENDOCINO)", "0000:6d:00.0");

  private static Survey machine(String name) {
    Machine machine = Roots.open(MACHINES.resolve(name + ".txt"));
    return Surveyor.survey(machine, new NvidiaSmi(machine), HostProbe.Depth.QUICK);
  }

  /** A machine with one integrated GPU of AMD's. */
  private static Offers one(Provider... installed) {
    return offers("780m-32gb", List.of(RADEON, Adapters.LLVMPIPE), installed);
  }

  /** A discrete card at 03:00.0, and the processor's own GPU at 6d:00.0. */
  private static Offers two(Provider... installed) {
    return offers("rx-7900", List.of(RX_7900, RAPHAEL), installed);
  }

  /** Two cards of NVIDIA's at 21:00.0 and 61:00.0, two of AMD's at 06:00.0 and 81:00.0. */
  private static Offers four(Provider... installed) {
    return offers(
        "dual-mi50-dual-a2",
        List.of(
            Adapters.discrete("AMD Instinct MI50 (RADV VEGA20)", "0000:06:00.0"),
            Adapters.discrete("NVIDIA A2", "0000:21:00.0"),
            Adapters.discrete("NVIDIA A2", "0000:61:00.0"),
            Adapters.discrete("AMD Instinct MI50 (RADV VEGA20)", "0000:81:00.0")),
        installed);
  }

  private static Offers none(VulkanAdapter... adapters) {
    return offers("vm-without-any", List.of(adapters), VULKAN);
  }

  private static Offers offers(String name, List<VulkanAdapter> adapters, Provider... installed) {
    return new Offers(machine(name), adapters, Optional.empty(), Set.of(installed), "amd64");
  }

  private static Wishes wish(String word) {
    return wish(word, Optional.empty());
  }

  private static Wishes named(String word, String accelerator) {
    return wish(word, Optional.of(accelerator));
  }

  private static Wishes wish(String word, Optional<String> accelerator, Integer... ids) {
    Map<Task, String> words = new EnumMap<>(Task.class);
    for (Task task : Task.values()) {
      words.put(task, word);
    }
    return new Wishes(words, accelerator, List.of(ids));
  }

  private static Wishes ids(String word, Integer... ids) {
    return wish(word, Optional.empty(), ids);
  }

  private static Wishes mixed(Map<Task, String> some, String others) {
    Map<Task, String> words = new EnumMap<>(wish(others).words());
    words.putAll(some);
    return new Wishes(words, Optional.empty(), List.of());
  }

  private static Chosen chosen(Wishes wishes, Offers offers) {
    DeviceChoice choice = DeviceChoice.of(wishes, offers);
    assertThat(choice).isInstanceOf(Chosen.class);
    return (Chosen) choice;
  }

  private static NeedsRuntime needed(Wishes wishes, Offers offers) {
    DeviceChoice choice = DeviceChoice.of(wishes, offers);
    assertThat(choice).isInstanceOf(NeedsRuntime.class);
    return (NeedsRuntime) choice;
  }

  private static Problem refused(Wishes wishes, Offers offers) {
    DeviceChoice choice = DeviceChoice.of(wishes, offers);
    assertThat(choice).isInstanceOf(Refused.class);
    Problem problem = ((Refused) choice).problem();
    assertThat(problem.kind()).isIn(Problem.Kind.UNAVAILABLE, Problem.Kind.NOT_FOUND);
    assertThat(problem.evidence()).isNotEmpty();
    assertThat(problem.remedy()).isNotEmpty();
    return problem;
  }

  private static Choice everywhere(Chosen chosen) {
    Choice first = chosen.computing().of(Task.CLIP);
    assertThat(chosen.computing().byTask().values()).containsOnly(first);
    return first;
  }

  private static List<String> addresses(Chosen chosen) {
    return everywhere(chosen).devices().stream()
        .map(device -> device.pciAddress().orElse("none"))
        .toList();
  }

  @Nested
  class Cpu {
    @Test
    void isObeyedWhateverGpusThereAre() {
      Chosen chosen = chosen(wish("cpu"), two(VULKAN));
      assertThat(chosen).isEqualTo(DeviceChoice.CPU);
      assertThat(everywhere(chosen)).isEqualTo(new Choice(List.of(Device.CPU), false, "as set"));
    }

    @Test
    void withAnAcceleratorIsAContradiction() {
      assertThat(refused(named("cpu", "780M"), one(VULKAN)).sentence())
          .contains("The accelerator 780M cannot compute", "device: cpu");
    }

    @Test
    void leavesIdsWithoutEffect() {
      assertThat(chosen(ids("cpu", 0, 1), one())).isEqualTo(DeviceChoice.CPU);
    }
  }

  @Nested
  class Auto {
    @Test
    void takesTheOnlyGpuAndSaysSo() {
      Chosen chosen = chosen(wish("auto"), one(VULKAN));
      assertThat(chosen.provider()).isEqualTo(VULKAN);
      assertThat(chosen.adapter()).contains(RADEON);
      assertThat(everywhere(chosen))
          .isEqualTo(
              new Choice(List.of(RADEON.device()), true, "auto: the only GPU that Vulkan can use"));
    }

    @Test
    void takesADiscreteGpuBeforeTheProcessorsOwn() {
      VulkanAdapter own = Adapters.integrated("Intel(R) UHD Graphics", "0000:00:02.0");
      VulkanAdapter card = Adapters.discrete("Intel(R) Arc(tm) A770", "0000:03:00.0");
      Chosen chosen = chosen(wish("auto"), none(own, card));
      assertThat(chosen.adapter()).contains(card);
      assertThat(everywhere(chosen).because()).isEqualTo("auto: the first discrete one of 2 GPUs");
    }

    @Test
    void withoutAnyGpuIsTheCpuAndSaysSo() {
      assertThat(everywhere(chosen(wish("auto"), none())))
          .isEqualTo(new Choice(List.of(Device.CPU), false, "auto: this machine has no GPU"));
    }

    @Test
    void neverTakesSoftwareForAGpu() {
      Chosen chosen = chosen(wish("auto"), none(Adapters.LLVMPIPE));
      assertThat(chosen.computing().devices()).containsExactly(Device.CPU);
      assertThat(chosen.adapter()).isEmpty();
    }

    @Test
    void withAGpuThatNoVulkanDriverDrivesIsTheCpuAndPointsToTheDoctor() {
      Offers offers = offers("780m-32gb", List.of(Adapters.LLVMPIPE), VULKAN);
      assertThat(everywhere(chosen(wish("auto"), offers)).because())
          .isEqualTo("auto: no GPU with a usable Vulkan driver; hearth doctor says why");
    }

    @Test
    void withoutTheRuntimeNamesItAndGoesOnWithTheCpu() {
      NeedsRuntime needed = needed(wish("auto"), one());
      assertThat(needed.provider()).isEqualTo(VULKAN);
      assertThat(everywhere(needed.then()).devices()).containsExactly(RADEON.device());
      assertThat(everywhere(needed.otherwise().orElseThrow()))
          .isEqualTo(
              new Choice(
                  List.of(Device.CPU),
                  false,
                  "auto: the Vulkan runtime is not installed; hearth runtimes install vulkan"));
    }

    @ParameterizedTest
    @CsvSource({"CUDA, 0000:21:00.0", "MIGRAPHX, 0000:06:00.0"})
    void prefersTheMakersRuntimeWhereSomebodyInstalledIt(Provider provider, String address) {
      Chosen chosen = chosen(wish("auto"), four(VULKAN, provider));
      assertThat(chosen.provider()).isEqualTo(provider);
      assertThat(addresses(chosen)).containsExactly(address);
    }

    @Test
    void leavesTheMakersRuntimeWhereItsGpuIsNot() {
      assertThat(chosen(wish("auto"), one(VULKAN, CUDA, OPENVINO)).provider()).isEqualTo(VULKAN);
    }

    @Test
    void onArm64SaysThatThereIsNoRuntime() {
      Offers offers =
          new Offers(machine("780m-32gb"), List.of(RADEON), Optional.empty(), Set.of(), "aarch64");
      assertThat(everywhere(chosen(wish("auto"), offers)).because())
          .isEqualTo("auto: the Vulkan runtime is made for x86-64 only");
    }

    @Test
    void withANamedAcceleratorNeverComesToTheCpu() {
      assertThat(needed(named("auto", "780M"), one()).otherwise()).isEmpty();
      assertThat(everywhere(chosen(named("auto", "780M"), one(VULKAN))).mayFallBack()).isFalse();
      Offers undriven = offers("780m-32gb", List.of(), VULKAN);
      assertThat(refused(named("auto", "renderD128"), undriven).what())
          .startsWith("Vulkan cannot compute on ");
    }
  }

  @Nested
  class AWordOfItsOwn {
    @Test
    void isObeyedAndNeverFallsBack() {
      Chosen chosen = chosen(wish("vulkan"), one(VULKAN));
      assertThat(chosen.provider()).isEqualTo(VULKAN);
      assertThat(everywhere(chosen).mayFallBack()).isFalse();
      assertThat(everywhere(chosen).because())
          .isEqualTo("as set; the only GPU that Vulkan can use");
    }

    @ParameterizedTest
    @EnumSource(names = {"VULKAN", "CUDA", "MIGRAPHX"})
    void withoutItsRuntimeIsNeverTheCpu(Provider provider) {
      NeedsRuntime needed = needed(wish(provider.key()), four());
      assertThat(needed.provider()).isEqualTo(provider);
      assertThat(needed.otherwise()).isEmpty();
      assertThat(needed.refusal().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
      assertThat(needed.refusal().sentence())
          .contains(
              "the " + provider.label() + " runtime is not installed",
              "hearth runtimes install " + provider.key());
    }

    @ParameterizedTest
    @CsvSource({
      "cuda, this machine has no GPU",
      "openvino, this machine has no GPU",
      "migraphx, this machine has no GPU",
      "vulkan, this machine has no GPU"
    })
    void withoutAGpuIsRefused(String word, String because) {
      assertThat(refused(wish(word), none()).evidence()).isEqualTo(because);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "openvino"})
    void forAnotherMakersGpuIsRefusedEvenWithItsRuntime(String word) {
      Problem problem = refused(wish(word), one(CUDA, OPENVINO, MIGRAPHX, VULKAN));
      assertThat(problem.evidence()).contains("makes none of: AMD Radeon 780M");
      assertThat(problem.remedy()).startsWith("--backend vulkan");
    }

    @Test
    void forAnotherGpuThanTheNamedIsRefused() {
      Problem problem = refused(named("cuda", "0000:06:00.0"), four(CUDA));
      assertThat(problem.what())
          .isEqualTo("CUDA cannot compute on AMD Instinct MI50 (RADV VEGA20) (0000:06:00.0)");
      assertThat(problem.evidence()).isEqualTo("it is for GPUs of NVIDIA only");
    }

    @Test
    void onAnotherProcessorIsRefused() {
      Offers offers =
          new Offers(machine("780m-32gb"), List.of(RADEON), Optional.empty(), Set.of(), "aarch64");
      assertThat(refused(wish("vulkan"), offers).what())
          .isEqualTo("There is no Vulkan runtime for aarch64");
    }

    @Test
    void whoseGpuHasNoDriverIsRefusedWithTheDoctorsWords() {
      Offers offers = offers("780m-no-permission", List.of(), VULKAN);
      Problem problem = refused(wish("vulkan"), offers);
      assertThat(problem.evidence()).contains("you are not in the group of");
      assertThat(problem.remedy()).contains("usermod");
    }

    @Test
    void withoutAVulkanLoaderSaysSo() {
      Problem loader =
          Problem.of(Problem.Kind.UNAVAILABLE, "There is no Vulkan loader", "apt install it");
      Offers offers =
          new Offers(
              machine("vm-without-any"), List.of(), Optional.of(loader), Set.of(VULKAN), "amd64");
      assertThat(refused(wish("vulkan"), offers).evidence())
          .isEqualTo("this machine has no GPU; There is no Vulkan loader");
    }

    @Test
    void rocmIsKnownAndRefusedWithWhatTookItsPlace() {
      Problem problem = refused(wish("rocm"), one(VULKAN, MIGRAPHX));
      assertThat(problem.evidence()).contains("MIGraphX took its place");
      assertThat(problem.remedy()).contains("--backend vulkan", "--backend migraphx");
    }
  }

  @Nested
  class Software {
    @Test
    void isRefusedForVulkanAndOnlyNamedForATry() {
      Problem problem = refused(wish("vulkan"), none(Adapters.LLVMPIPE));
      assertThat(problem.evidence())
          .isEqualTo("this machine has no GPU; llvmpipe (LLVM 19.1.7, 256 bits) is the processor");
      assertThat(problem.remedy())
          .startsWith("Install the GPU's Vulkan driver")
          .contains("--accelerator llvmpipe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "vulkan"})
    void isTakenWhereItIsNamed(String word) {
      Chosen chosen = chosen(named(word, "llvmpipe"), one(VULKAN));
      assertThat(chosen.adapter()).contains(Adapters.LLVMPIPE);
      Device device = everywhere(chosen).devices().getFirst();
      assertThat(device.software()).isTrue();
      assertThat(everywhere(chosen).mayFallBack()).isFalse();
    }

    @Test
    void isNoDeviceOfCuda() {
      assertThat(refused(named("cuda", "llvmpipe"), one(CUDA)).evidence())
          .isEqualTo("it is a Vulkan device played by the processor");
    }

    @Test
    void countsInNoId() {
      assertThat(refused(ids("vulkan", 1), one(VULKAN)).what())
          .isEqualTo("There is no device 1 for Vulkan");
    }
  }

  @Nested
  class ADriverForTestingOnly {
    private final VulkanAdapter dozen = Adapters.dozen("Microsoft Direct3D12 (AMD Radeon)");

    @Test
    void isNoReasonForAutoToLeaveTheCpu() {
      assertThat(everywhere(chosen(wish("auto"), none(dozen))).because())
          .isEqualTo("auto: no GPU with a usable Vulkan driver; hearth doctor says why");
    }

    @Test
    void isRefusedUnlessItIsNamed() {
      Problem problem = refused(wish("vulkan"), none(dozen));
      assertThat(problem.evidence()).endsWith("not conformant, for testing only");
      assertThat(problem.remedy()).contains("--accelerator \"Microsoft Direct3D12 (AMD Radeon)\"");
      assertThat(chosen(named("vulkan", "direct3d12"), none(dozen)).adapter()).contains(dozen);
    }
  }

  @Nested
  class AnAccelerator {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "0000:6d:00.0",
          "6d:00.0",
          "6D:00.0",
          "pci-0000:6d:00.0",
          "renderD129",
          "/dev/dri/renderD129",
          "raphael",
          "Graphics (RADV"
        })
    void isFoundByAddressNodeOrAPartOfItsName(String word) {
      assertThat(chosen(named("vulkan", word), two(VULKAN)).adapter()).contains(RAPHAEL);
    }

    @Test
    void thatIsMisspeltIsRefusedWithTheNearestAndAll() {
      Problem problem = refused(named("vulkan", "rapheal"), two(VULKAN));
      assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
      assertThat(problem.what()).isEqualTo("There is no accelerator rapheal here");
      assertThat(problem.evidence())
          .contains("AMD Radeon RX 7900 XTX (RADV NAVI31) (0000:03:00.0)", "(0000:6d:00.0)");
      assertThat(problem.remedy()).startsWith("Did you mean --accelerator \"RAPHAEL\"?");
    }

    @Test
    void atAnAddressThatIsEmptyIsRefusedWithTheNearest() {
      assertThat(refused(named("vulkan", "0000:04:00.0"), two(VULKAN)).remedy())
          .startsWith("Did you mean --accelerator \"0000:03:00.0\"?");
    }

    @Test
    void thatCouldBeSeveralIsRefusedWithTheAddresses() {
      Problem problem = refused(named("vulkan", "radeon"), two(VULKAN));
      assertThat(problem.what()).isEqualTo("\"radeon\" names 2 accelerators");
      assertThat(problem.remedy()).contains("--accelerator 0000:03:00.0");
    }

    @Test
    void besideIdsIsAContradiction() {
      assertThat(refused(wish("vulkan", Optional.of("raphael"), 1), two(VULKAN)).remedy())
          .isEqualTo("Remove one of them.");
    }
  }

  @Nested
  class Ids {
    @Test
    void countByPciAddress() {
      assertThat(chosen(ids("vulkan", 1), two(VULKAN)).adapter()).contains(RAPHAEL);
      assertThat(addresses(chosen(ids("cuda", 1), four(CUDA)))).containsExactly("0000:61:00.0");
    }

    @Test
    void beyondTheLastAreRefusedWithAllThereAre() {
      Problem problem = refused(ids("auto", 2), two(VULKAN));
      assertThat(problem.what()).isEqualTo("There is no device 2 for Vulkan");
      assertThat(problem.evidence()).contains("0000:03:00.0", "0000:6d:00.0");
    }

    @Test
    void ofSeveralGivesCudaADeviceEach() {
      Chosen chosen = chosen(ids("cuda", 1, 0), four(CUDA));
      assertThat(addresses(chosen)).containsExactly("0000:61:00.0", "0000:21:00.0");
      assertThat(everywhere(chosen).devices()).extracting(Device::ordinal).containsExactly(1, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vulkan", "auto"})
    void ofSeveralAreMoreThanOneProcessSeesWithVulkan(String word) {
      Problem problem = refused(ids(word, 0, 1), two(VULKAN));
      assertThat(problem.evidence()).isEqualTo("a process is shown one GPU only");
      assertThat(problem.remedy()).contains("one hearth for each", "URLs");
    }
  }

  @Nested
  class PerTask {
    @Test
    void theCpuMayComputeBesideAGpu() {
      Chosen chosen = chosen(mixed(Map.of(Task.OCR, "cpu"), "vulkan"), one(VULKAN));
      assertThat(chosen.computing().of(Task.OCR))
          .isEqualTo(new Choice(List.of(Device.CPU), false, "as set"));
      assertThat(chosen.computing().of(Task.FACES).devices()).containsExactly(RADEON.device());
      assertThat(chosen.provider()).isEqualTo(VULKAN);
    }

    @Test
    void oneGpuWordIsEnoughToNeedItsRuntime() {
      NeedsRuntime needed = needed(mixed(Map.of(Task.FACES, "vulkan"), "cpu"), one());
      assertThat(needed.otherwise()).isEmpty();
      assertThat(needed.then().computing().of(Task.CLIP).devices()).containsExactly(Device.CPU);
    }

    @Test
    void autoFollowsWhatAnotherTaskAskedFor() {
      Chosen chosen = chosen(mixed(Map.of(Task.CLIP, "migraphx"), "auto"), four(MIGRAPHX, CUDA));
      assertThat(chosen.provider()).isEqualTo(MIGRAPHX);
      assertThat(chosen.computing().of(Task.OCR).mayFallBack()).isTrue();
      assertThat(chosen.computing().of(Task.CLIP).mayFallBack()).isFalse();
    }

    @Test
    void twoRuntimesInOneProcessAreRefused() {
      Problem problem =
          refused(mixed(Map.of(Task.CLIP, "cuda", Task.OCR, "vulkan"), "cpu"), four(CUDA, VULKAN));
      assertThat(problem.what())
          .isEqualTo("The engine cannot compute with Vulkan and CUDA at once");
      assertThat(problem.evidence()).contains("one native runtime");
    }
  }
}
