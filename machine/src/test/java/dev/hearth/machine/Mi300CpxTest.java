package dev.hearth.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.capture.CapturedTree;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class Mi300CpxTest {
  private static final String NODES = "/sys/class/kfd/kfd/topology/nodes";
  private static String text = "";

  @BeforeAll
  static void write() {
    text = Mi300Cpx.capture();
  }

  private static Machine machine() {
    return switch (CapturedTree.parse(text)) {
      case Reading.Known<CapturedTree>(CapturedTree tree) -> new Machine(tree);
      case Reading.Unknown<CapturedTree>(String reason) -> throw new AssertionError(reason);
    };
  }

  @Test
  void holdsAsManyFilesAsTheRealOne() {
    assertThat(text.lines().filter(line -> line.startsWith("file ")).count())
        .isEqualTo(Mi300Cpx.FILES);
  }

  @Test
  void isTheSameEveryTime() {
    assertThat(Mi300Cpx.capture()).isEqualTo(text);
  }

  @Test
  void hasANodeForEachProcessorAndEachPartition() {
    Machine machine = machine();
    assertThat(machine.namesOrNone(NODES)).hasSize(2 + Mi300Cpx.GPUS * Mi300Cpx.PARTITIONS);
    assertThat(machine.namesOrNone("/sys/bus/pci/devices")).hasSize(Mi300Cpx.GPUS);
  }

  @Test
  void givesEachPartitionARenderNodeOfItsOwn() {
    Machine machine = machine();
    Set<String> minors = new HashSet<>();
    for (String node : machine.namesOrNone(NODES)) {
      String properties = machine.text(NODES + "/" + node + "/properties").orElse("");
      properties.lines().filter(line -> line.startsWith("drm_render_minor 1")).forEach(minors::add);
    }
    assertThat(minors).hasSize(Mi300Cpx.GPUS * Mi300Cpx.PARTITIONS);
    assertThat(machine.realPath("/sys/class/drm/renderD191/device"))
        .isEqualTo(Reading.known("/sys/devices/platform/amdgpu_xcp_55"));
  }

  @Test
  void hasLinksThatAllLeadSomewhere() {
    Machine machine = machine();
    assertThat(Wholly.read(machine).keySet()).allMatch(machine::exists);
  }
}
