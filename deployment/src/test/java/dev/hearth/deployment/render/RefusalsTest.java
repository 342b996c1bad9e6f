package dev.hearth.deployment.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Access;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Port;
import dev.hearth.planning.plan.Variable;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be written is refused with what to do, and never written half. */
class RefusalsTest {
  private static Plans.Building container() {
    return new Plans.Building("finbert", "finbert", Backend.CPU).image("localhost/finbert:cpu");
  }

  private static Problem refused(Plan plan, Form form) {
    Problem[] said = new Problem[1];
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Renderer.render(plan, form))
        .satisfies(thrown -> said[0] = thrown.problem());
    assertThat(said[0].remedy()).isNotBlank();
    return said[0];
  }

  @Nested
  class InEveryForm {
    @ParameterizedTest
    @EnumSource
    void aLineBreakInAValueIsRefused(Form form) {
      for (String value : List.of("a\nb", "a\r", "\0", "a\u2028b", "a\u0085", "\ud800")) {
        Plan plan = container().variables(new Variable("TOKEN", value, "")).plan();
        assertThat(refused(plan, form).what()).contains("TOKEN", "line break");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A B", "A=B", "1A", "A\nB", "Ä"})
    void aVariableNeedsAName(String name) {
      Plan plan = container().variables(new Variable(name, "1", "")).plan();
      assertThat(refused(plan, Form.RUN).what()).contains("variable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\nUser=root", "", "../x", "-x"})
    void aContainerNeedsAName(String name) {
      Plan plan = new Plans.Building("finbert", name, Backend.CPU).image("x/y:1").plan();
      assertThat(refused(plan, Form.QUADLET).what()).contains("name");
    }

    @Test
    void aPortIsAPort() {
      Plan plan = container().ports(List.of(new Port("", 0, 80))).plan();
      assertThat(refused(plan, Form.COMPOSE).what()).isEqualTo("There is no port 0");
    }

    @Test
    void aNodeByItsPathOnTheBusIsRefusedForItsColons() {
      Access access =
          new Access(
              List.of("/dev/dri/by-path/pci-0000:c4:00.0-render"),
              List.of(),
              List.of(),
              new Groups.Unneeded(),
              List.of());
      assertThat(refused(container().access(access).plan(), Form.RUN).remedy())
          .contains("/dev/dri/renderD128");
    }
  }

  @Nested
  class WhereTheFormCannotSayIt {
    @Test
    void aPathWithAColonIsRefusedInShortAndWrittenAtLength() {
      Plan plan = container().mounts(new Mount("/srv/a:b", "/models", false)).plan();
      assertThat(refused(plan, Form.QUADLET).evidence()).contains("colons");
      assertThat(Renderer.render(plan, Form.COMPOSE).getFirst().text())
          .contains("source: /srv/a:b\n");
    }

    @Test
    void podmanIsNotHandedGpusByTheToolkit() {
      assertThat(refused(Plans.geforceToolkit(List.of("all")), Form.QUADLET).remedy())
          .contains("nvidia-ctk cdi generate");
    }

    @Test
    void dockerKeepsNobodysGroups() {
      Plan plan =
          container()
              .access(
                  new Access(
                      List.of("/dev/kfd"), List.of(), List.of(), new Groups.Kept(), List.of()))
              .plan();
      assertThat(refused(plan, Form.COMPOSE).what()).contains("Only Podman");
    }

    @Test
    void aProgramIsADropInOnly() {
      assertThat(refused(Plans.ollamaNative(), Form.KUBERNETES).remedy()).contains("--as systemd");
    }

    @Test
    void aClusterHandsOutNoVulkan() {
      Plan plan =
          new Plans.Building("ollama", "ollama", Backend.VULKAN)
              .on(Supervisor.KUBERNETES, Engine.CLUSTER, false)
              .image("docker.io/ollama/ollama:0.33.0")
              .plan();
      assertThat(refused(plan, Form.KUBERNETES).remedy()).contains("--backend rocm");
    }
  }
}
