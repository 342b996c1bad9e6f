package dev.hearth.deployment.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.deployment.compose.Interpolation;
import dev.hearth.deployment.compose.Spellings;
import dev.hearth.deployment.unit.UnitText;
import dev.hearth.deployment.unit.Words;
import dev.hearth.planning.plan.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever programs print and files hold, nothing of it is thrown at anybody. */
class AnyAnswerTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void isReadAsFarAsItCanBe(long seed) throws IOException {
    Random random = new Random(seed);
    String inspect;
    try (var stream = SiteTest.class.getResourceAsStream("/site/docker-inspect.json")) {
      inspect = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    }
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      int at = random.nextInt(inspect.length());
      String broken = inspect.substring(0, at) + text + inspect.substring(at);
      assertThat(Container.parse(Engine.DOCKER, broken).size()).isBetween(0, 2);
      Container.parse(Engine.DOCKER, broken).forEach(Site::service);
      assertThat(Container.parse(Engine.DOCKER, text)).isEmpty();
      assertThat(Container.parseLines(text)).isEmpty();
      assertThat(Units.parse("a.service", text)).isEmpty();
      assertThat(Words.split(text)).allMatch(word -> word.end() > word.start());
      assertThat(UnitText.parse(text).text()).isEqualTo(text);
      assertThat(Spellings.ports(text)).isEmpty();
      assertThat(Spellings.repository(text)).isNotNull();
      assertThat(new Interpolation(Map.of()).resolve("${A:-" + text)).isNotNull();
      assertThat(Interpolation.parseFile(text)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "null", "[1]", "[{}]", "[{\"Config\":{\"Image\":\"a\"}}]"})
  void withoutAContainerHoldsNone(String json) {
    assertThat(Container.parse(Engine.PODMAN, json)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ollama/ollama",
        "docker.io/ollama/ollama:1",
        "index.docker.io/ollama/ollama@sha256:a"
      })
  void namesOfDockersRegistryAreOne(String image) {
    assertThat(Spellings.repository(image)).isEqualTo("docker.io/ollama/ollama");
  }

  @ParameterizedTest
  @ValueSource(strings = {"${A}", "$A", "${A:-${C:-x}}", "${A:?no}", "${B:-x}", "${A:+x}"})
  void variablesComeOutAsInCompose(String raw) {
    assertThat(new Interpolation(Map.of("A", "x", "B", "")).resolve(raw))
        .isEqualTo(Optional.of("x"));
    assertThat(new Interpolation(Map.of()).resolve("${A:?no}")).isEmpty();
  }
}
