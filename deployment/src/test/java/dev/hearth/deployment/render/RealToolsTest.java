package dev.hearth.deployment.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Variable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The word of those who read the files, where they are on this machine. */
class RealToolsTest {
  private static final CommandRunner RUNNER = new ProcessCommandRunner();
  private static final Map<String, Plan> PLANS = Plans.all();

  @TempDir Path folder;

  /** All plans that the form can say, and one with values that break those who quote carelessly. */
  private static Stream<Map.Entry<String, Plan>> plans(Form form) {
    List<String> values = Nasty.values();
    Plan nasty =
        new Plans.Building("finbert", "finbert", Backend.CPU)
            .image("localhost/finbert:cpu")
            .variables(
                IntStream.range(0, values.size())
                    .mapToObj(index -> new Variable("V" + index, values.get(index), ""))
                    .toArray(Variable[]::new))
            .plan();
    return Stream.concat(PLANS.entrySet().stream(), Stream.of(Map.entry("nasty", nasty)))
        .filter(each ->
            !GoldenFilesTest.files(each.getValue(), form).getFirst().name().equals("refused.txt"));
  }

  private Path written(String name, Plan plan, Form form) throws IOException {
    Path place = folder.resolve(name);
    for (Artifact file : Renderer.render(plan, form)) {
      Path target = place.resolve(file.name());
      Files.createDirectories(target.getParent());
      Files.writeString(target, file.text());
    }
    return place;
  }

  private static Finished run(String... argv) {
    return RUNNER.run(new Command(List.of(argv), Duration.ofSeconds(60)));
  }

  /** The first of these programs that answers; the test is skipped where none does. */
  private static List<String> program(String question, List<List<String>> candidates) {
    List<String> seen = new ArrayList<>();
    for (List<String> candidate : candidates) {
      List<String> line = Stream.concat(candidate.stream(), Stream.of(question)).toList();
      try {
        if (RUNNER.run(new Command(line, Duration.ofSeconds(20))).succeeded()) {
          return candidate;
        }
        seen.add(String.join(" ", candidate) + " does not answer " + question);
      } catch (ProblemException absent) {
        seen.add(absent.problem().what());
      }
    }
    return abort(String.join("; ", seen));
  }

  @Test
  void podmansGeneratorTakesEveryQuadletWithoutAWarning() throws IOException {
    List<String> quadlet =
        program(
            "-version",
            List.of(
                List.of("/usr/libexec/podman/quadlet"),
                List.of("/usr/lib/podman/quadlet"),
                List.of("quadlet")));
    for (Map.Entry<String, Plan> each : plans(Form.QUADLET).toList()) {
      Path place = written(each.getKey(), each.getValue(), Form.QUADLET);
      Finished said =
          run("env", "QUADLET_UNIT_DIRS=" + place, quadlet.getFirst(), "-dryrun", "-user");
      assertThat(said.exitCode()).as(said.stderr()).isZero();
      assertThat(said.stderr().lines().filter(line -> !line.contains("Loading source unit file")))
          .as(each.getKey())
          .isEmpty();
      String start =
          said.stdout()
              .lines()
              .filter(line -> line.startsWith("ExecStart=") && line.contains(" run "))
              .findFirst()
              .orElseThrow();
      assertThat(environment(start))
          .as(each.getKey())
          .containsExactlyInAnyOrderElementsOf(expected(each.getValue()));
    }
  }

  /** What systemd would hand to podman after --env. */
  private static List<String> environment(String start) {
    List<String> words =
        Words.split(start).stream().map(RealToolsTest::known).map(Words::substituted).toList();
    return IntStream.range(1, words.size())
        .filter(index -> words.get(index - 1).equals("--env"))
        .mapToObj(words::get)
        .toList();
  }

  /** The generator's own specifiers are the unit's name and the run-time folder. */
  private static String known(String word) {
    return word.startsWith("--cidfile=") ? word : Words.specified(word);
  }

  private static List<String> expected(Plan plan) {
    return plan.environment().stream().map(each -> each.name() + "=" + each.value()).toList();
  }

  @Test
  void composeReadsEveryFileAndTheValuesInIt() throws IOException {
    List<String> compose =
        program("version", List.of(List.of("docker", "compose"), List.of("docker-compose")));
    for (Form form : List.of(Form.COMPOSE, Form.COMPOSE_INLINE)) {
      for (Map.Entry<String, Plan> each : plans(form).toList()) {
        Plan plan = each.getValue();
        Path place = written(form.key() + "-" + each.getKey(), plan, form);
        List<String> line = new ArrayList<>(compose);
        line.addAll(List.of("-f", place.resolve(plan.name() + ".compose.yml").toString()));
        line.addAll(List.of("config", "--format", "json"));
        Finished said = RUNNER.run(new Command(line, Duration.ofSeconds(60)));
        assertThat(said.exitCode()).as(each.getKey() + ": " + said.stderr()).isZero();
        assertThat(said.stderr()).as(each.getKey()).isEmpty();
        YamlTree service = YamlTree.of(said.stdout()).at("services", plan.name());
        Stream<String> read =
            service.has("environment")
                ? service
                    .at("environment")
                    .entries()
                    .map(it -> it.getKey() + "=" + it.getValue().text().replace("$$", "$"))
                : Stream.empty();
        assertThat(read.toList()).containsExactlyInAnyOrderElementsOf(expected(plan));
      }
    }
  }

  @Test
  void systemdFindsNothingWrongWithItsUnitsAndDropIns() throws IOException {
    List<String> analyze = program("--version", List.of(List.of("systemd-analyze")));
    for (Map.Entry<String, Plan> each : plans(Form.SYSTEMD).toList()) {
      Path place = written(each.getKey(), each.getValue(), Form.SYSTEMD);
      Path unit = place.resolve(each.getValue().name() + ".service");
      Path docker = place.resolve("docker.service");
      Files.writeString(docker, "[Service]\nExecStart=/bin/true\n");
      if (Files.notExists(unit)) {
        Files.copy(docker, unit);
      }
      Finished said =
          run(
              "env",
              "SYSTEMD_UNIT_PATH=" + place + ":",
              analyze.getFirst(),
              "verify",
              unit.toString());
      // Podman or Docker need not be here to have their command lines read.
      assertThat(
              said.stderr()
                  .lines()
                  .filter(line -> line.contains(unit.getFileName().toString()))
                  .filter(line -> !line.contains("is not executable")))
          .as(each.getKey())
          .isEmpty();
    }
  }

  /** Without a cluster: kubectl reads the deployment into its own types and writes it again. */
  @Test
  void kubectlKnowsEveryFieldOfADeployment() throws IOException {
    List<String> kubectl =
        program("--client", List.of(List.of("kubectl", "version", "--output=json")));
    for (Map.Entry<String, Plan> each : plans(Form.KUBERNETES).toList()) {
      String text = Renderer.render(each.getValue(), Form.KUBERNETES).getFirst().text();
      Path file = folder.resolve(each.getKey() + ".yaml");
      Files.writeString(file, text.substring(text.lastIndexOf("---\n")));
      Finished said =
          run(
              kubectl.getFirst(),
              "set",
              "env",
              "--local",
              "--output=json",
              "--filename=" + file,
              "ONE_MORE=1");
      assertThat(said.exitCode()).as(said.stderr()).isZero();
      assertThat(YamlTree.of(Files.readString(file)).within(YamlTree.of(said.stdout())))
          .as(each.getKey() + " in " + said.stdout())
          .isTrue();
    }
  }
}
