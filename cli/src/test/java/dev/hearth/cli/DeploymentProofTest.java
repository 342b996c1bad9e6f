package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.Verdicts;
import dev.hearth.deployment.Preparation;
import dev.hearth.deployment.edit.Change;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.transaction.Undertaking;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.machine.Machine;
import dev.hearth.machine.capture.Roots;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Planned;
import dev.hearth.planning.plan.Planner;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.plan.Wish;
import dev.hearth.planning.service.ServiceCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentProofTest {
  private static final Path MACHINES =
      Path.of("..", "machine/src/test/resources/machines").toAbsolutePath().normalize();
  private static final String QUEUES = "it had no compute queue on this GPU while it worked";

  @TempDir private Path home;
  private final List<String> asked = new ArrayList<>();
  private Optional<String> first = Optional.empty();
  private final Manager manager =
      OwnEngine.manager(new Machine(dev.hearth.machine.FileTree.under(MACHINES)));

  private VerdictStore store() {
    return new VerdictStore(Places.of(Map.of("HOME", home.toString()), home));
  }

  private static Plan plan(String backend) {
    Machine machine = Roots.open(MACHINES.resolve("780m-32gb.txt"));
    Wish wish = backend.isEmpty() ? new WishOptions().wish() : cpu();
    Planned planned =
        Planner.plan(
            Looking.thorough(machine, false),
            ServiceCatalog.load().find("immich-ml").orElseThrow(),
            Optional.empty(),
            wish);
    return ((Planned.Possible) planned).plan();
  }

  private static Wish cpu() {
    WishOptions options = new WishOptions();
    options.backend = "cpu";
    return options.wish();
  }

  private DeploymentProof proof(Plan plan, Outcome outcome) {
    return new DeploymentProof(
        store(),
        plan,
        (_, _) -> {
          asked.add("examined");
          return Verdicts.verdict(outcome, QUEUES);
        });
  }

  private Optional<String> trouble(Plan plan, DeploymentProof proof) {
    Undertaking undertaking =
        Preparation.of(
            plan,
            Optional.empty(),
            List.<Change>of(),
            _ -> {
              asked.add("nodes and log");
              return first;
            });
    return proof.over(undertaking).verification().trouble(manager);
  }

  @Test
  void aServiceThatComputesOnTheCpuIsTroubleWithTheVerdictsSentence() {
    Plan plan = plan("");
    assertThat(trouble(plan, proof(plan, Outcome.ON_CPU)))
        .contains("immich-ml computes on the CPU: " + QUEUES);
    assertThat(asked).containsExactly("nodes and log", "examined");
  }

  @Test
  void theProbeIsToldWhatThePersonSetAndWhatThePlanSetsOverIt() {
    Present present =
        new Present(
            "immich_machine_learning",
            Supervisor.QUADLET,
            Engine.PODMAN,
            true,
            Optional.empty(),
            Map.of("MACHINE_LEARNING_PRELOAD__CLIP__VISUAL", "RN50__openai", "HSA_USE_SVM", "1"),
            List.of(),
            true,
            List.of());

    assertThat(new DeploymentProof.Move(plan(""), Optional.of(present)).environment())
        .containsEntry("MACHINE_LEARNING_PRELOAD__CLIP__VISUAL", "RN50__openai")
        .containsEntry("HSA_USE_SVM", "0");
  }

  @Test
  void oneOfWhichNobodyCanTellIsKeptAndSaidToBeUnproven() {
    Plan plan = plan("");
    DeploymentProof proof = proof(plan, Outcome.UNPROVEN);
    assertThat(trouble(plan, proof)).isEmpty();
    assertThat(String.join(" ", proof.told(new Paint(false))))
        .contains("UNPROVEN: " + QUEUES)
        .contains("would prove it:");
  }

  @Test
  void oneThatIsAcceleratedIsNoTrouble() {
    Plan plan = plan("");
    DeploymentProof proof = proof(plan, Outcome.ACCELERATED);
    assertThat(trouble(plan, proof)).isEmpty();
    assertThat(proof.told(new Paint(false)).getFirst()).startsWith("  ACCELERATED by ROCm: ");
  }

  @Test
  void whatNodesOrLogSayComesFirst() {
    Plan plan = plan("");
    first = Optional.of("it does not see /dev/kfd");
    DeploymentProof proof = proof(plan, Outcome.ACCELERATED);
    assertThat(trouble(plan, proof)).isEqualTo(first);
    assertThat(asked).containsExactly("nodes and log");
    assertThat(proof.told(new Paint(false))).isEmpty();
  }

  @Test
  void aPlanForTheCpuIsNotExamined() {
    Plan plan = plan("cpu");
    assertThat(trouble(plan, proof(plan, Outcome.ON_CPU))).isEmpty();
    assertThat(asked).containsExactly("nodes and log");
  }

  @Test
  void theVerdictIsKept() {
    Plan plan = plan("");
    trouble(plan, proof(plan, Outcome.UNPROVEN));
    assertThat(store().last("immich-ml", plan.name()))
        .hasValueSatisfying(kept -> assertThat(kept.outcome()).isEqualTo(Outcome.UNPROVEN));
  }
}
