package dev.hearth.deployment.edit;

import static dev.hearth.deployment.edit.Setups.CPU;
import static dev.hearth.deployment.edit.Setups.IMAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.deployment.render.Artifact;
import dev.hearth.deployment.site.Installation;
import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EditorTest {
  private static final Installation QUADLET = Setups.quadlet(IMAGE + ":v2.5.2");
  private static final Installation COMPOSE = Setups.compose(IMAGE + ":v2.5.2");
  private static final Editor EDITOR =
      new Editor((plan, form) -> List.of(new Artifact(plan.name() + "." + form.key(), "new\n")));

  private static Plan plan(Installation like) {
    return Setups.plan(like, Backend.CPU, IMAGE + ":v2.5.2", CPU);
  }

  @Nested
  class WhereNothingIsThere {
    @Test
    void aQuadletGoesToTheUsersOwn() {
      assertThat(EDITOR.changes(plan(QUADLET), Optional.empty(), Map.of(), Setups.folders()))
          .containsExactly(
              new Change.Text(
                  Path.of("/home/me/.config/containers/systemd/immich-ml.quadlet"),
                  Optional.empty(),
                  "new\n"));
    }

    @Test
    void aSystemsQuadletGoesToTheSystems() {
      assertThat(
              EDITOR.changes(
                  plan(QUADLET),
                  Optional.empty(),
                  Map.of(),
                  Folders.rootful(Path.of("/var/lib/hearth"))))
          .extracting(Change::path)
          .containsExactly(Path.of("/etc/containers/systemd/immich-ml.quadlet"));
    }

    @Test
    void aComposeProjectGetsAFolderOfOurs() {
      assertThat(EDITOR.changes(plan(COMPOSE), Optional.empty(), Map.of(), Setups.folders()))
          .extracting(Change::path)
          .containsExactly(
              Path.of("/home/me/.local/share/hearth/compose/immich-ml/immich-ml.compose"));
    }

    @Test
    void whatIsThereAlreadyIsWhatMustBeThere() {
      Path path = Path.of("/home/me/.config/containers/systemd/immich-ml.quadlet");
      assertThat(
              EDITOR.changes(
                  plan(QUADLET), Optional.empty(), Map.of(path, "old\n"), Setups.folders()))
          .containsExactly(new Change.Text(path, Optional.of("old\n"), "new\n"));
      assertThat(
              EDITOR.changes(
                  plan(QUADLET), Optional.empty(), Map.of(path, "new\n"), Setups.folders()))
          .isEmpty();
    }
  }

  @Test
  void whoMovesToAnotherSupervisorIsToldToStopTheOldOne() {
    Edited edited = EDITOR.edit(plan(QUADLET), Optional.of(COMPOSE), Map.of(), Setups.folders());
    assertThat(edited.changes()).hasSize(1);
    assertThat(edited.advice()).singleElement().asString().contains("compose");
  }

  @Test
  void aDifferenceHasThreeLinesOfContext() {
    Path path = Path.of("/srv/a");
    assertThat(
            Difference.unified(
                new Change.Text(
                    path, Optional.of("1\n2\n3\n4\n5\n6\n7\n8\n"), "1\n2\n3\n4\nfive\n6\n7\n8\n")))
        .containsExactly(
            "--- /srv/a",
            "+++ /srv/a",
            "@@ -2,7 +2,7 @@",
            " 2",
            " 3",
            " 4",
            "-5",
            "+five",
            " 6",
            " 7",
            " 8");
    assertThat(Difference.unified(new Change.Text(path, Optional.empty(), "new\n")))
        .startsWith("--- /dev/null", "+++ /srv/a");
  }
}
