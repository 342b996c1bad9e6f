package dev.hearth.machine.accelerator.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Machines;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.accelerator.pci.DeviceNames;
import dev.hearth.machine.accelerator.pci.DrmNodes;
import dev.hearth.machine.accelerator.pci.PciBus;
import dev.hearth.machine.accelerator.wsl.WslProbe;
import dev.hearth.machine.host.Cdi.Specification;
import dev.hearth.machine.host.CdiProbe;
import dev.hearth.machine.nvml.NvidiaSmi;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The captured machines that have to do with NVIDIA, CDI or WSL2. */
class CapturedNvidiaTest {
  private static List<Accelerator> probe(String name) {
    Machine machine = Machines.of(name);
    NvidiaSmi recorded = new NvidiaSmi(machine);
    List<Accelerator> all =
        new ArrayList<>(
            NvidiaProbe.probe(
                machine,
                PciBus.displays(machine),
                DrmNodes.of(machine),
                DeviceNames.of(machine),
                recorded));
    all.addAll(WslProbe.probe(machine, recorded));
    return all;
  }

  private static Accelerator only(String name) {
    List<Accelerator> all = probe(name);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static Details.Nvidia details(Accelerator accelerator) {
    return (Details.Nvidia) accelerator.details();
  }

  @ParameterizedTest
  @CsvSource({
    "rtx-4090,             pci-0000:01:00.0, NVIDIA GeForce RTX 4090, 8.9, 580.95.05,  13.0",
    "a100-mig,             pci-0000:07:00.0, NVIDIA A100-SXM4-40GB,   8.0, 570.172.08, 12.8",
    "stale-cdi,            pci-0000:07:00.0, NVIDIA GeForce RTX 3060, 8.6, 580.95.05,  13.0",
    "nvidia-nodes-missing, pci-0000:41:00.0, NVIDIA RTX A2000,        8.6, 550.163.01, 12.4",
    "gt-710-legacy,        pci-0000:01:00.0, NVIDIA GeForce GT 710,   3.5, 470.256.02, 11.4"
  })
  void withOneCardAreKnownByTheKernelAlone(
      String machine, String id, String name, String capability, String driver, String cuda) {
    Accelerator card = only(machine);
    assertThat(card.id()).isEqualTo(id);
    assertThat(card.name()).isEqualTo(Reading.known(name));
    assertThat(card.architecture()).isEqualTo(Reading.known(capability));
    assertThat(card.driver()).isEqualTo(Reading.known("nvidia"));
    assertThat(details(card).moduleVersion()).isEqualTo(Reading.known(driver));
    assertThat(details(card).libraryVersion()).isEqualTo(Reading.known(driver));
    assertThat(details(card).cudaVersion()).isEqualTo(Reading.known(cuda));
  }

  @Test
  void withNouveauHaveNoDriverOfNvidia() {
    Accelerator card = only("gt-710");
    assertThat(card.drivenBy("nouveau")).isTrue();
    assertThat(card.architecture()).isEqualTo(Reading.known("3.5"));
    assertThat(details(card).moduleVersion().asOptional()).isEmpty();
    assertThat(card.node(Role.NVIDIA)).isEmpty();
  }

  @Test
  void withTwoA2ListEachWithItsMinor() {
    assertThat(probe("dual-mi50-dual-a2"))
        .extracting(Accelerator::id, card -> card.node(Role.NVIDIA).orElseThrow().path())
        .containsExactly(
            Tuple.tuple("pci-0000:21:00.0", "/dev/nvidia1"),
            Tuple.tuple("pci-0000:61:00.0", "/dev/nvidia0"));
  }

  @Test
  void withAnA100InPiecesListTheNodesOfThePieces() {
    Accelerator card = only("a100-mig");
    assertThat(details(card).mig()).isEqualTo(Reading.known(true));
    assertThat(card.nodes())
        .filteredOn(node -> node.role() == Role.NVIDIA_INSTANCE)
        .extracting(DeviceNode::path)
        .containsExactly(
            "/dev/nvidia-caps/nvidia-cap12",
            "/dev/nvidia-caps/nvidia-cap13",
            "/dev/nvidia-caps/nvidia-cap21",
            "/dev/nvidia-caps/nvidia-cap22");
  }

  @Test
  void withoutUvmListItAsMissing() {
    assertThat(only("nvidia-nodes-missing").nodes())
        .filteredOn(node -> !node.present())
        .extracting(DeviceNode::path)
        .containsExactly("/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia-modeset");
  }

  @Test
  void withAStaleSpecificationNameWhatIsGone() {
    List<Specification> files = CdiProbe.probe(Machines.of("stale-cdi")).files();
    assertThat(files).hasSize(1);
    assertThat(files.getFirst().driverVersion()).isEqualTo("550.163.01");
    assertThat(files.getFirst().missing())
        .isNotEmpty()
        .allMatch(path -> path.endsWith(".so.550.163.01"));
    assertThat(files.getFirst().trouble()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"rtx-4090", "a100-mig", "dual-mi50-dual-a2", "wsl2-nvidia"})
  void withAFreshSpecificationMissNothing(String machine) {
    assertThat(CdiProbe.probe(Machines.of(machine)).files())
        .hasSize(1)
        .allMatch(file -> file.missing().isEmpty() && file.trouble().isEmpty());
  }

  @Test
  void thatAreAJetsonHaveAGpuInTheSoc() {
    Accelerator gpu = only("jetson-orin");
    assertThat(gpu.id()).isEqualTo("platform-17000000.gpu");
    assertThat(gpu.form()).isEqualTo(Reading.known(Form.INTEGRATED));
    assertThat(gpu.architecture()).isEqualTo(Reading.known("8.7"));
    assertThat(gpu.drivenBy("nvgpu")).isTrue();
    assertThat(details(gpu).jetson()).isEqualTo(Reading.known("36.4.3"));
    assertThat(gpu.nodes()).extracting(DeviceNode::role).doesNotContain(Role.RENDER);
  }

  @Test
  void thatAreWsl2SayWhoseGpuItIs() {
    assertThat(only("wsl2-nvidia").vendor()).isEqualTo(Vendor.NVIDIA);
    assertThat(only("wsl2-docker-desktop-amd").vendor()).isEqualTo(Vendor.AMD);
  }

  @Test
  void withoutNvidiaHaveNone() {
    assertThat(Machines.names())
        .contains("wx-4100", "rk3588-vendor", "vm-without-any")
        .filteredOn(name -> name.matches("(780m|mi|rk|mali|n100|rx|wx|vm|raspberry|intel).*"))
        .allSatisfy(name -> assertThat(probe(name)).isEmpty());
  }
}
