package dev.hearth.deployment.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.deployment.site.Installation;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Access;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.plan.Variable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A native unit gets one drop-in of ours; the files of others stay. */
class DropInEditorTest {
  private static final Path UNIT = Path.of("/etc/systemd/system/ollama.service");
  private static final Path FOLDER = Path.of("/etc/systemd/system/ollama.service.d");
  private static final Path OURS = FOLDER.resolve("zz-hearth.conf");
  private static final Path THEIRS = FOLDER.resolve("override.conf");

  /** As Ollama's installer writes it. */
  private static final String OLLAMA =
      """
      [Unit]
      Description=Ollama Service
      After=network-online.target

      [Service]
      ExecStart=/usr/local/bin/ollama serve
      User=ollama
      Group=ollama
      Restart=always
      RestartSec=3
      Environment="PATH=/usr/local/bin:/usr/bin:/bin"

      [Install]
      WantedBy=default.target
      """;

  private static final Installation NOW =
      new Installation.Unit(
          new Present(
              "ollama",
              Supervisor.SYSTEMD,
              Engine.NONE,
              false,
              Optional.empty(),
              Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"),
              List.of(),
              true,
              List.of()),
          "ollama.service",
          Optional.of(UNIT),
          FOLDER,
          Path.of("/usr/local/bin/ollama"),
          false);

  private static Plan rocm(Variable... variables) {
    Access access =
        new Access(
            List.of("/dev/kfd"), List.of(), List.of(), new Groups.Numbers(List.of(992)), List.of());
    return Setups.plan(NOW, Backend.ROCM, "unused", access, List.of(variables));
  }

  private static final Variable OVERRIDE =
      new Variable("HSA_OVERRIDE_GFX_VERSION", "11.0.0", "no kernels for gfx1103");
  private static final Variable SEARCH = new Variable("PATH", "/usr/local/bin:/usr/bin:/bin", "");

  private static Edited edit(Plan plan, Map<Path, String> texts) {
    return Setups.editor().edit(plan, Optional.of(NOW), texts, Setups.folders());
  }

  @Test
  void itHoldsOnlyTheVariablesThatMatter() {
    Edited edited = edit(rocm(SEARCH, OVERRIDE), Map.of(UNIT, OLLAMA));
    assertThat(edited.changes())
        .singleElement()
        .isEqualTo(
            new Change.Text(
                OURS,
                Optional.empty(),
                """
                # Written by Hearth. It comes and goes with what `hearth up` and `hearth down` do; put
                # settings of your own into another file.
                [Service]
                Environment="HSA_OVERRIDE_GFX_VERSION=11.0.0"
                SupplementaryGroups=992
                """));
    assertThat(edited.advice()).isEmpty();
  }

  @Test
  void whatTheUsersOwnDropInSetsIsNotSaidAgain() {
    Edited edited =
        edit(
            rocm(SEARCH, OVERRIDE),
            Map.of(
                UNIT,
                OLLAMA,
                THEIRS,
                "[Service]\nEnvironment=\"HSA_OVERRIDE_GFX_VERSION=11.0.0\"\n"));
    assertThat(((Change.Text) edited.changes().getFirst()).after()).doesNotContain("Environment");
  }

  @Test
  void theWayBackTakesItAway() {
    String ours = "[Service]\nEnvironment=\"HSA_OVERRIDE_GFX_VERSION=11.0.0\"\n";
    Plan cpu = Setups.plan(NOW, Backend.CPU, "unused", Access.none(), List.of(SEARCH));
    assertThat(edit(cpu, Map.of(UNIT, OLLAMA, OURS, ours)).changes())
        .containsExactly(new Change.Removal(OURS, Optional.of(ours)));
    assertThat(edit(cpu, Map.of(UNIT, OLLAMA)).changes()).isEmpty();
  }

  @Test
  void whatDisturbsIsTold() {
    String disturbing =
        """
        Environment="HSA_OVERRIDE_GFX_VERSION=10.3.0"
        [Service]
        Environment="OLLAMA_NUM_GPU=99" HIP_VISIBLE_DEVICES=1
        Environment=ROCR_VISIBLE_DEVICES=-1
        PrivateDevices=yes
        """;
    assertThat(edit(rocm(OVERRIDE), Map.of(UNIT, OLLAMA, THEIRS, disturbing)).advice())
        .satisfiesExactly(
            first -> assertThat(first).contains("not below [Service]", THEIRS.toString()),
            second -> assertThat(second).contains("OLLAMA_NUM_GPU=99", "never knew it"),
            third -> assertThat(third).contains("HIP_VISIBLE_DEVICES=1"),
            fourth -> assertThat(fourth).contains("ROCR_VISIBLE_DEVICES=-1", "hides every GPU"),
            fifth -> assertThat(fifth).contains("PrivateDevices=yes", "/dev/kfd"));
  }
}
