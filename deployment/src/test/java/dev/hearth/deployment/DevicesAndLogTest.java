package dev.hearth.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.manager.State;
import dev.hearth.machine.Machine;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.machine.nvml.NvidiaSmi;
import dev.hearth.machine.survey.Surveyor;
import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Planned;
import dev.hearth.planning.plan.Planner;
import dev.hearth.planning.plan.Wish;
import dev.hearth.planning.service.ServiceCatalog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class DevicesAndLogTest {
  private static final Path MINI_PC =
      Path.of(
          System.getProperty("hearth.root"), "machine/src/test/resources/machines/780m-32gb.txt");
  private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");
  private static final String NO_GPU =
      "level=INFO source=types.go:60 msg=\"inference compute\" id=cpu library=cpu";

  private static Plan plan(Backend backend) {
    Machine machine = Roots.open(MINI_PC);
    Planned planned =
        Planner.plan(
            Surveyor.survey(machine, new NvidiaSmi(machine), HostProbe.Depth.THOROUGH),
            ServiceCatalog.load().find("ollama").orElseThrow(),
            Optional.empty(),
            Wish.none().on(backend));
    return ((Planned.Possible) planned).plan();
  }

  private static Optional<String> trouble(Backend backend, Service service) {
    return new DevicesAndLog(plan(backend), () -> STARTED).trouble(service);
  }

  @Test
  void aServiceThatSeesItsNodesAndSaysNothingBadIsNoTrouble() {
    Service well = new Service(plan(Backend.ROCM).access().nodes(), List.of("listening"));

    assertThat(trouble(Backend.ROCM, well)).isEmpty();
  }

  @Test
  void aNodeThatIsNotInsideIsNamed() {
    List<String> nodes = new ArrayList<>(plan(Backend.ROCM).access().nodes());
    nodes.remove("/dev/kfd");

    assertThat(trouble(Backend.ROCM, new Service(nodes, List.of())))
        .contains("it does not see /dev/kfd");
  }

  @Test
  void aLineThatTellsOfTheCpuIsTroubleOnAnAccelerator() {
    Service fallen = new Service(plan(Backend.ROCM).access().nodes(), List.of(NO_GPU));

    assertThat(trouble(Backend.ROCM, fallen)).contains("Ollama found no GPU: " + NO_GPU);
  }

  @Test
  void theSameLineIsWhatWasAskedForOnTheCpu() {
    assertThat(trouble(Backend.CPU, new Service(List.of(), List.of(NO_GPU)))).isEmpty();
  }

  /** It answers no other question, so that a new one is seen here. */
  private record Service(List<String> nodes, List<String> lines) implements Manager {
    @Override
    public List<String> devicesInside(List<String> asked) {
      return asked.stream().filter(nodes::contains).toList();
    }

    @Override
    public List<String> log(Instant since) {
      assertThat(since).as("lines of the service before it do not count").isEqualTo(STARTED);
      return lines;
    }

    @Override
    public void reload() {
      throw new AssertionError();
    }

    @Override
    public void restart() {
      throw new AssertionError();
    }

    @Override
    public void stop() {
      throw new AssertionError();
    }

    @Override
    public State state() {
      throw new AssertionError();
    }

    @Override
    public boolean hasImage(String image) {
      throw new AssertionError();
    }

    @Override
    public void pull(String image, LongConsumer bytes) {
      throw new AssertionError();
    }

    @Override
    public Optional<String> trouble(Probe probe) {
      throw new AssertionError();
    }

    @Override
    public Words words() {
      throw new AssertionError();
    }
  }
}
