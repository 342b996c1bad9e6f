package dev.hearth.deployment.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.hearth.machine.ProblemException;
import dev.hearth.planning.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every plan in every form, byte for byte; where a form cannot say a plan, the refusal. After a
 * change that is meant, {@code -Dgolden.update=true} writes the files anew.
 */
class GoldenFilesTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("hearth.root"))
          .resolve("deployment/src/test/resources/golden/render");

  private static final Map<String, Plan> PLANS = Plans.all();

  static Stream<Arguments> rendered() {
    return PLANS.keySet().stream()
        .flatMap(plan -> Arrays.stream(Form.values()).map(form -> Arguments.of(plan, form)));
  }

  /** The files, or the refusal as a file of its own. */
  static List<Artifact> files(Plan plan, Form form) {
    try {
      return Renderer.render(plan, form);
    } catch (ProblemException refused) {
      return List.of(new Artifact("refused.txt", refused.problem().sentence() + "\n"));
    }
  }

  @ParameterizedTest
  @MethodSource("rendered")
  void aPlanIsWrittenAsBefore(String name, Form form) throws IOException {
    Plan plan = PLANS.get(name);
    if (plan == null) {
      fail(name);
      return;
    }
    Path folder = GOLDEN.resolve(name).resolve(form.key());
    List<Artifact> files = files(plan, form);
    if (Boolean.getBoolean("golden.update")) {
      for (Artifact file : files) {
        Path target = folder.resolve(file.name());
        Files.createDirectories(target.getParent());
        Files.writeString(target, file.text());
      }
    }
    for (Artifact file : files) {
      assertThat(file.text()).isEqualTo(Files.readString(folder.resolve(file.name())));
    }
    assertThat(names(folder))
        .isEqualTo(files.stream().map(Artifact::name).collect(Collectors.toSet()));
  }

  @Test
  void noGoldenFileIsLeftOver() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(PLANS.keySet());
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
