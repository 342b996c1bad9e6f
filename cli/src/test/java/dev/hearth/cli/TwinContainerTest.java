package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.evidence.benchmark.TwinContainer;
import dev.hearth.evidence.workload.Ask;
import dev.hearth.machine.Command;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.capture.Roots;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Planned;
import dev.hearth.planning.plan.Planner;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.plan.Wish;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The twin of Immich's machine learning, by a container engine that only notes what it is told. */
class TwinContainerTest {
  private static final Path MINI_PC =
      Path.of(System.getProperty("hearth.root"))
          .resolve("machine/src/test/resources/machines/780m-32gb.txt");

  private static final ServiceDescription IMMICH =
      ServiceCatalog.load().find("immich-ml").orElseThrow();

  private final List<String> told = new ArrayList<>();
  private Optional<String> refused = Optional.empty();
  private String left = "";

  @SuppressWarnings("NullAway.Init") // set before each
  private HttpServer service;

  @BeforeEach
  void serve() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/ping",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    service.start();
  }

  @AfterEach
  void end() {
    service.stop(0);
  }

  private Finished answer(Command command) {
    String line = String.join(" ", command.argv());
    told.add(line);
    if (line.contains(" run ") && refused.isPresent()) {
      return new Finished(125, "", refused.get());
    }
    if (line.contains(" port ")) {
      return new Finished(0, "127.0.0.1:" + service.getAddress().getPort() + "\n", "");
    }
    return new Finished(0, line.contains(" ps ") ? left : "", "");
  }

  private TwinContainer twin() {
    return twin(Optional.empty(), new TwinNetwork(Optional.empty(), Map.of()));
  }

  private TwinContainer twin(Optional<Present> present, TwinNetwork network) {
    Machine machine = Roots.open(MINI_PC);
    WishOptions options = new WishOptions();
    options.backend = "cpu";
    Wish wish = options.wish();
    Planned planned =
        Planner.plan(
            Looking.thorough(machine, false),
            IMMICH,
            present,
            new Wish(
                wish.backend(),
                wish.supervisor(),
                wish.accelerators(),
                wish.image(),
                wish.name(),
                network.port(),
                network.environment(),
                wish.memoryBytes()));
    Plan plan = ((Planned.Possible) planned).plan();
    return new TwinContainer(this::answer, plan, "4711", network.port());
  }

  @Test
  void isOnTheLoopbackAddressHasNoDeviceAndChangesNothing() {
    try (TwinContainer twin = twin()) {
      assertThat(twin.start().send(Ask.get("/ping"), Duration.ofSeconds(5)).asOptional())
          .isPresent();
    }

    assertThat(told.getFirst())
        .contains(
            " run --detach --pull=never --name hearth-bench-twin-4711 --publish 127.0.0.1::3003 ",
            "/cache:ro")
        .doesNotContain("--device", "--restart", ":3003:3003", "--network");
    assertThat(told.getLast()).endsWith(" rm --force --volumes hearth-bench-twin-4711");
  }

  private static Present present(boolean hostNetwork) {
    return new Present(
        "immich-ml",
        Supervisor.QUADLET,
        Engine.PODMAN,
        true,
        Optional.of("ghcr.io/immich-app/immich-machine-learning:v2.5.2-rocm"),
        Map.of(),
        List.of(),
        hostNetwork,
        List.of());
  }

  @Test
  void isInTheHostsNetworkWhereTheServiceIsAndThereOnTheLoopbackAddressToo() {
    int port = service.getAddress().getPort();
    TwinNetwork network =
        new TwinNetwork(Optional.of(port), TwinNetwork.of(IMMICH, present(true)).environment());

    try (TwinContainer twin = twin(Optional.of(present(true)), network)) {
      assertThat(twin.start().send(Ask.get("/ping"), Duration.ofSeconds(5)).asOptional())
          .isPresent();
    }

    assertThat(told.getFirst())
        .contains("--network host", "--env IMMICH_PORT=" + port, "--env IMMICH_HOST=127.0.0.1")
        .doesNotContain("--publish");
  }

  @Test
  void takesAFreePortOfTheHostsAndNoneOfAnotherNetwork() {
    assertThat(TwinNetwork.of(IMMICH, present(true)).port())
        .hasValueSatisfying(port -> assertThat(port).isBetween(1024, 65_535));
    assertThat(TwinNetwork.of(IMMICH, present(false)))
        .isEqualTo(new TwinNetwork(Optional.empty(), Map.of()));
  }

  @Test
  void isRemovedOnceOnly() {
    TwinContainer twin = twin();
    twin.start();
    twin.close();
    twin.close();

    assertThat(told).filteredOn(line -> line.contains(" rm ")).hasSize(1);
  }

  @Test
  void saysWhatToTypeWhereItsImageIsNotHere() {
    refused = Optional.of("Error: ghcr.io/…: image not known");
    try (TwinContainer twin = twin()) {
      assertThatThrownBy(twin::start)
          .isInstanceOfSatisfying(
              ProblemException.class,
              failed -> {
                assertThat(failed.problem().evidence()).contains("image not known");
                assertThat(failed.problem().remedy())
                    .matches("(podman|docker) pull ghcr\\.io/immich-app/.*:v[0-9.]+");
              });
    }
  }

  @Test
  void isNotStartedAnyMoreOnceTheBenchmarkHasEnded() {
    TwinContainer twin = twin();
    twin.close();

    assertThatThrownBy(twin::start).isInstanceOf(ProblemException.class);
    assertThat(told).noneMatch(line -> line.contains(" run "));
  }

  @Test
  void removesThoseWhoseBenchmarkIsGoneAndNoOther() {
    left = "hearth-bench-twin-12\nhearth-bench-twin-13\nmy-hearth-bench-twin-12\n";

    twin().removeLeftovers(pid -> pid.equals("13"));

    assertThat(told)
        .filteredOn(line -> line.contains(" rm "))
        .singleElement()
        .asString()
        .endsWith(" hearth-bench-twin-12");
  }
}
