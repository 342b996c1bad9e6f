package dev.hearth.deployment.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Command;
import dev.hearth.machine.Finished;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Variable;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is in a value, who reads the file reads this value, to the letter. */
class QuotingTest {
  private static final List<String> VALUES = Nasty.values();

  private static Plan plan(Engine engine) {
    return new Plans.Building("finbert", "finbert", Backend.CPU)
        .on(Supervisor.COMPOSE, engine, false)
        .image("localhost/finbert:cpu")
        .variables(
            IntStream.range(0, VALUES.size())
                .mapToObj(index -> new Variable("V" + index, VALUES.get(index), VALUES.get(index)))
                .toArray(Variable[]::new))
        .plan();
  }

  private static String text(Plan plan, Form form) {
    return Renderer.render(plan, form).getFirst().text();
  }

  private static List<String> expected() {
    return IntStream.range(0, VALUES.size())
        .mapToObj(index -> "V" + index + "=" + VALUES.get(index))
        .toList();
  }

  @Test
  void composeReadsTheValuesBackWithItsDollarsUndoubled() {
    for (Form form : List.of(Form.COMPOSE, Form.COMPOSE_INLINE)) {
      YamlTree file = YamlTree.of(text(plan(Engine.DOCKER), form));
      assertThat(file.at("services", "finbert", "environment").entries())
          .extracting(each -> each.getKey() + "=" + undoubled(each.getValue()))
          .containsExactlyElementsOf(expected());
    }
  }

  @Test
  void aClusterReadsThemBackWithItsDollarsUndoubled() {
    YamlTree deployment = YamlTree.all(text(plan(Engine.DOCKER), Form.KUBERNETES)).getLast();
    assertThat(deployment.at("spec", "template", "spec", "containers", 0, "env").items())
        .extracting(each -> each.at("name").text() + "=" + undoubled(each.at("value")))
        .containsExactlyElementsOf(expected());
  }

  private static String undoubled(YamlTree value) {
    return value.text().replace("$$", "$");
  }

  @Test
  void podmansGeneratorAndSystemdAfterItReadThemBack() {
    Stream<String> read =
        text(plan(Engine.PODMAN), Form.QUADLET)
            .lines()
            .filter(line -> line.startsWith("Environment="))
            .map(line -> Words.split(line.substring("Environment=".length())))
            .map(words -> {
              assertThat(words).hasSize(1);
              return Words.substituted(Words.specified(words.getFirst()));
            });
    assertThat(read).containsExactlyElementsOf(expected());
  }

  @Test
  void systemdReadsThemBackFromADropIn() {
    Plan plan =
        new Plans.Building("ollama", "ollama", Backend.CPU)
            .on(Supervisor.SYSTEMD, Engine.NONE, false)
            .variables(plan(Engine.DOCKER).environment().toArray(Variable[]::new))
            .plan();
    Stream<String> read =
        text(plan, Form.SYSTEMD)
            .lines()
            .filter(line -> line.startsWith("Environment="))
            .map(line -> Words.split(line.substring("Environment=".length())))
            .map(words -> Words.specified(String.join("MORE THAN ONE", words)));
    assertThat(read).containsExactlyElementsOf(expected());
  }

  @Test
  void systemdReadsThemBackFromACommandLine() {
    List<String> lines = text(plan(Engine.DOCKER), Form.SYSTEMD).lines().toList();
    int start = lines.indexOf("ExecStart=docker run --rm \\");
    String command =
        String.join(
            " ",
            lines.subList(start, lines.indexOf("ExecStop=docker stop finbert")).stream()
                .map(line -> line.endsWith(" \\") ? line.substring(0, line.length() - 1) : line)
                .toList());
    List<String> words =
        Words.split(command).stream().map(Words::specified).map(Words::substituted).toList();
    assertThat(after("--env", words)).containsExactlyElementsOf(expected());
  }

  /** The real shell: a function in the place of docker says which words it was given. */
  @Test
  void aShellReadsThemBack() {
    String script = "docker() { printf '%s\\000' \"$@\"; }\n" + text(plan(Engine.DOCKER), Form.RUN);
    Finished said =
        new ProcessCommandRunner()
            .run(new Command(List.of("sh", "-c", script), Duration.ofSeconds(30)));
    assertThat(said.stderr()).isEmpty();
    assertThat(after("--env", List.of(said.stdout().split("\0", -1))))
        .containsExactlyElementsOf(expected());
  }

  @Test
  void pathsWithBlanksDollarsAndPercentsAreTheSameEverywhere() {
    Mount mount = new Mount("/srv/my 100% $models", "/in \"it\"", true);
    Plan plan =
        new Plans.Building("finbert", "finbert", Backend.CPU)
            .image("localhost/finbert:cpu")
            .mounts(mount)
            .plan();
    String expected = "/srv/my 100% $models:/in \"it\":ro";
    String quadlet =
        text(plan, Form.QUADLET)
            .lines()
            .filter(line -> line.startsWith("Volume="))
            .map(line -> line.substring("Volume=".length()))
            .findFirst()
            .orElseThrow();
    assertThat(Words.substituted(Words.specified(quadlet))).isEqualTo(expected);
    YamlTree file = YamlTree.of(text(plan, Form.COMPOSE));
    assertThat(undoubled(file.at("services", "finbert", "volumes", 0))).isEqualTo(expected);
    assertThat(text(plan, Form.RUN)).contains("--volume '" + expected + "'");
  }

  @Test
  void aReasonCannotEndItsCommentOrGoOnBehindIt() {
    Plan plan =
        new Plans.Building("finbert", "finbert", Backend.CPU)
            .image("localhost/finbert:cpu")
            .variables(new Variable("A", "b", "why\nprivileged: true\u2028\\"))
            .plan();
    for (Form form : Form.values()) {
      assertThat(text(plan, form).lines().filter(line -> line.contains("privileged")))
          .as(form.key())
          .allSatisfy(line -> assertThat(line.strip()).startsWith("#").doesNotEndWith("\\"));
    }
  }

  private static List<String> after(String option, List<String> words) {
    return IntStream.range(1, words.size())
        .filter(index -> words.get(index - 1).equals(option))
        .mapToObj(words::get)
        .toList();
  }
}
