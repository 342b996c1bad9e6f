package dev.hearth.machine.inside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.AcceleratorMemory;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.Vendor;
import dev.hearth.machine.inside.Inside.Ids;
import dev.hearth.machine.usage.ServiceMarks;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InsideLookTest {
  private static final int RENDER = 105;
  private static final ServiceMarks MARKS =
      ServiceMarks.unit("immich-ml.service", Optional.empty());

  /** A container of rootless Podman: its root is user 1000, all others begin at 100000. */
  private final ScriptedTree tree =
      new ScriptedTree()
          .file("/proc/600/stat", stat(600))
          .file("/proc/600/cgroup", "0::/system.slice/immich-ml.service/supervisor\n")
          .file("/proc/600/status", status(1000, "1000", "600"))
          .file("/proc/700/stat", stat(700))
          .file("/proc/700/cgroup", "0::/system.slice/immich-ml.service/libpod-payload\n")
          .file("/proc/700/uid_map", "         0       1000          1\n 1 100000 65536\n")
          .file("/proc/700/gid_map", "         0       1000          1\n 1 100000 65536\n")
          .node("/proc/700/root/dev/null", 0666, 0, 0)
          .node("/proc/700/root/dev/kfd", 0660, 0, RENDER)
          .node("/proc/700/root/dev/dri/renderD128", 0660, 0, RENDER)
          .file("/proc/700/root/sys/class/kfd/kfd/topology/nodes/1/gpu_id", "5567\n");

  private static Accelerator gpu() {
    return new Accelerator(
        "pci-0000:c4:00.0",
        Accelerator.Kind.GPU,
        Vendor.AMD,
        Reading.known("AMD Radeon 780M"),
        Reading.known("gfx1103"),
        Reading.known(Accelerator.Form.INTEGRATED),
        Optional.empty(),
        Reading.known("amdgpu"),
        List.of(
            new DeviceNode(
                "/dev/dri/renderD128",
                DeviceNode.Role.RENDER,
                Reading.unknown("not asked"),
                Reading.unknown("not asked"))),
        AcceleratorMemory.unknown("not asked"),
        Reading.unknown("not asked"),
        new Details.Amd(
            Details.GfxSource.KFD,
            Reading.known(1),
            Reading.known(5567L),
            Reading.unknown("not asked"),
            Reading.unknown("not asked"),
            Reading.unknown("not asked"),
            Reading.unknown("not asked")));
  }

  private static String stat(int pid) {
    return pid + " (python) S 1" + " 0".repeat(17) + " 77 0\n";
  }

  private static String status(int uid, String groups, String pids) {
    String four = ("\t" + uid).repeat(4);
    return "Name:\tx\nUid:"
        + four
        + "\nGid:"
        + four
        + "\nGroups:\t"
        + groups
        + "\nNSpid:\t"
        + pids
        + "\n";
  }

  private Reading<Inside> look(Optional<String> takenFor) {
    return new InsideLook(tree.machine(), List.of(gpu()), takenFor).of(MARKS);
  }

  private Inside seen(Optional<String> takenFor) {
    return look(takenFor).asOptional().orElseThrow();
  }

  @Test
  void isThroughTheFirstProcessOfTheContainer() {
    tree.file("/proc/700/status", status(1000, "1000 105", "700\t1"));
    assertThat(seen(Optional.empty()).pid()).isEqualTo(700);
  }

  @Test
  void numbersOwnersAsTheServiceSeesThem() {
    tree.file("/proc/700/status", status(1000, "1000 105", "700\t1"));
    Inside.Node node = seen(Optional.empty()).nodes().getFirst();
    assertThat(node.path()).isEqualTo("/dev/kfd");
    assertThat(node.mode()).isEqualTo("0660");
    assertThat(node.here()).isEqualTo(new Ids(0, RENDER));
    assertThat(node.there()).isEqualTo(Reading.known(new Ids(65_534, 65_534)));
  }

  @Test
  void saysWhetherKeptGroupsOpenTheNodes() {
    tree.file("/proc/700/status", status(1000, "1000 105", "700\t1"));
    assertThat(seen(Optional.empty()).nodes())
        .hasSize(2)
        .allSatisfy(node -> assertThat(node.mayOpen()).isEqualTo(Reading.known(true)));
    tree.file("/proc/700/status", status(1000, "1000", "700\t1"));
    assertThat(seen(Optional.empty()).nodes())
        .allSatisfy(node -> assertThat(node.mayOpen()).isEqualTo(Reading.known(false)));
  }

  @Test
  void listsAgentsWithTheTargetThatIsMadeOfThem() {
    tree.file("/proc/700/status", status(1000, "1000 105", "700\t1"));
    Inside.Agent agent = seen(Optional.of("gfx1100")).agents().getFirst();
    assertThat(agent.node()).isEqualTo(1);
    assertThat(agent.gfx()).isEqualTo(Reading.known("gfx1103"));
    assertThat(agent.takenFor()).contains("gfx1100");
    assertThat(agent.hidden()).isEmpty();
  }

  @Test
  void saysWhatHidesAnAgent() {
    ScriptedTree without =
        new ScriptedTree()
            .file("/proc/700/stat", stat(700))
            .file("/proc/700/cgroup", "0::/system.slice/immich-ml.service\n")
            .node("/proc/700/root/dev/null", 0666, 0, 0);
    Inside inside =
        new InsideLook(without.machine(), List.of(gpu()), Optional.empty())
            .of(MARKS)
            .asOptional()
            .orElseThrow();
    assertThat(inside.nodes()).isEmpty();
    assertThat(inside.agents().getFirst().hidden()).contains("no /dev/kfd inside");
  }

  @Test
  void ofAServiceThatDoesNotRunOrMayNotBeLookedThroughIsUnknown() {
    assertThat(new InsideLook(new ScriptedTree().machine(), List.of(), Optional.empty()).of(MARKS))
        .isInstanceOf(Reading.Unknown.class);
    ScriptedTree denied =
        new ScriptedTree()
            .file("/proc/700/stat", stat(700))
            .file("/proc/700/cgroup", "0::/system.slice/immich-ml.service\n");
    assertThat(new InsideLook(denied.machine(), List.of(), Optional.empty()).of(MARKS))
        .isEqualTo(Reading.unknown("/proc/700/root/dev does not exist"));
  }

  @Test
  void mapsOfAnotherFormAreNotGuessed() {
    assertThat(IdMap.parse(List.of("0 0"), "/x")).isInstanceOf(Reading.Unknown.class);
    assertThat(IdMap.parse(List.of(), "/x")).isEqualTo(Reading.unknown("/x is empty"));
    assertThat(IdMap.parse(List.of("0 0 4294967295"), "/x").map(map -> map.inside(1000)))
        .isEqualTo(Reading.known(1000));
  }
}
