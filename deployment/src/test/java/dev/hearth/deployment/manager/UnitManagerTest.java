package dev.hearth.deployment.manager;

import static dev.hearth.deployment.manager.FixedMachine.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitManagerTest {
  private static final Target.Unit OLLAMA = new Target.Unit("ollama.service", false);
  private static final String RUNNING =
      """
      LoadState=loaded
      ActiveState=active
      SubState=running
      MainPID=42
      Environment="A=b c" HSA_OVERRIDE_GFX_VERSION=10.3.0
      PrivateDevices=no
      DevicePolicy=auto
      """;

  @TempDir Path root;
  private FixedMachine machine;
  private ScriptedPrograms programs;

  @BeforeEach
  void aMachine() {
    machine = FixedMachine.in(root);
    programs = machine.programs().says("systemctl show", RUNNING);
  }

  private UnitManager manager(Privilege privilege) {
    return machine.managers(privilege).unit(OLLAMA);
  }

  @Test
  void readsTheEnvironmentThatTheProgramReallyHas() {
    machine.file("proc/42/environ", "HSA_OVERRIDE_GFX_VERSION=11.0.0\0OLLAMA_HOST=0.0.0.0\0");

    assertThat(manager(Privilege.NONE).environment())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("HSA_OVERRIDE_GFX_VERSION", "11.0.0", "OLLAMA_HOST", "0.0.0.0"));
  }

  @Test
  void readsItAsRootWhereThatIsAllowed() {
    programs.says("sudo -n cat /proc/42/environ", "A=1\0");

    assertThat(manager(Privilege.SUDO).environment()).isEqualTo(Map.of("A", "1"));
  }

  @Test
  void fallsBackToWhatTheUnitSays() {
    assertThat(manager(Privilege.NONE).environment())
        .containsEntry("A", "b c")
        .containsEntry("HSA_OVERRIDE_GFX_VERSION", "10.3.0");
  }

  @Test
  void hasNoEnvironmentWhereNothingRuns() {
    programs.says("systemctl show", "LoadState=loaded\nActiveState=inactive\nSubState=dead\n");

    assertThat(problem(() -> manager(Privilege.NONE).environment()).what())
        .isEqualTo("The unit ollama.service does not run");
  }

  @Test
  void seesThisMachinesDevicesThatItsSettingsLeave() {
    machine.file("dev/kfd", "").file("dev/nvidia0", "");
    List<String> nodes = List.of("/dev/kfd", "/dev/nvidia0", "/dev/dri/renderD128");

    assertThat(manager(Privilege.NONE).devicesInside(nodes))
        .containsExactly("/dev/kfd", "/dev/nvidia0");

    programs.says("systemctl show", RUNNING + "DeviceAllow=char-kfd rw\n");
    assertThat(manager(Privilege.NONE).devicesInside(nodes)).containsExactly("/dev/kfd");
  }

  @Test
  void asksItsHealthOnThisMachine() {
    programs.fails("ollama ps", 1, "Error: could not connect\n");

    assertThat(manager(Privilege.NONE).trouble(new Probe.Inside(List.of("ollama", "ps"))))
        .contains("`ollama ps` ended with 1: Error: could not connect");
  }

  @Test
  void takesImagesFromWhicheverEngineIsHere() {
    assertThat(
            problem(() -> manager(Privilege.NONE).hasImage("docker.io/ollama/ollama:rocm")).what())
        .startsWith("There is neither Podman nor Docker");

    machine.file("usr/bin/docker", "");
    programs.says("docker image inspect", "sha256:1\n");
    assertThat(manager(Privilege.NONE).hasImage("docker.io/ollama/ollama:rocm")).isTrue();
  }
}
