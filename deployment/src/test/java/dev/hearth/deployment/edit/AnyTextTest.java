package dev.hearth.deployment.edit;

import static dev.hearth.deployment.edit.Setups.CPU;
import static dev.hearth.deployment.edit.Setups.GEFORCE;
import static dev.hearth.deployment.edit.Setups.IMAGE;
import static dev.hearth.deployment.edit.Setups.PHOENIX;
import static dev.hearth.deployment.edit.Setups.PROJECT;
import static dev.hearth.deployment.edit.Setups.QUADLET;
import static dev.hearth.deployment.edit.Setups.RADEON;
import static dev.hearth.deployment.edit.Setups.RADEON_ROOTLESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.deployment.site.Installation;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.Backend;
import dev.hearth.planning.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Whatever the texts look like: what is no part of a plan stays, and the way back leads back. */
class AnyTextTest {
  private static final int TEXTS = 200;

  static Stream<Long> seeds() {
    return IntStream.range(0, TEXTS).mapToObj(Long::valueOf);
  }

  private static Installation at(boolean compose, String tag) {
    return compose ? Setups.compose(IMAGE + tag) : Setups.quadlet(IMAGE + tag);
  }

  private static Plan there(Random random, boolean compose) {
    Installation now = at(compose, ":v2.5.2");
    if (compose && random.nextInt(3) == 0) {
      return Setups.plan(now, Backend.CUDA, IMAGE + ":v2.5.2-cuda", GEFORCE);
    }
    return Setups.plan(
        now,
        Backend.ROCM,
        IMAGE + ":v2.5.2-rocm",
        compose ? RADEON : RADEON_ROOTLESS,
        random.nextBoolean() ? PHOENIX : List.of());
  }

  private static Plan back(Plan there, boolean compose) {
    return Setups.plan(
        at(compose, there.image().orElseThrow().substring(IMAGE.length())),
        Backend.CPU,
        IMAGE + ":v2.5.2",
        CPU);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aComposeFileChangesWhereThePlanSaysAndComesBackToTheByte(long seed) {
    Random random = new Random(seed);
    String text = RandomTexts.compose(random);
    Plan there = there(random, true);
    String after = Setups.after(at(true, ":v2.5.2"), there, PROJECT, text);
    assertThat(after).isNotEqualTo(text);
    assertThat(rest(after)).isEqualTo(rest(text));
    assertThat(service(after).get("image")).asString().endsWith("-" + there.backend().key());
    there
        .access()
        .nodes()
        .forEach(node -> assertThat(String.valueOf(service(after).get("devices"))).contains(node));
    String again =
        Setups.after(
            at(true, there.image().orElseThrow().substring(IMAGE.length())),
            back(there, true),
            PROJECT,
            after);
    assertThat(again).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aQuadletComesBackToTheByte(long seed) {
    Random random = new Random(seed);
    String text = RandomTexts.quadlet(random);
    Plan there = there(random, false);
    String after = Setups.after(at(false, ":v2.5.2"), there, QUADLET, text);
    assertThat(after).contains("AddDevice=/dev/kfd", "GroupAdd=keep-groups");
    assertThat(after.lines().toList())
        .containsAll(text.lines().filter(l -> !l.contains("Image")).toList());
    assertThat(Setups.after(at(false, ":v2.5.2-rocm"), back(there, false), QUADLET, after))
        .isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void brokenTextsAreRefusedAndNothingElse(long seed) {
    Random random = new Random(seed);
    for (boolean compose : List.of(true, false)) {
      String whole = compose ? RandomTexts.compose(random) : RandomTexts.quadlet(random);
      Path path = compose ? PROJECT : QUADLET;
      String broken = RandomTexts.broken(random, whole);
      Plan plan = there(random, compose);
      try {
        List<Change> changes =
            Setups.editor()
                .changes(
                    plan,
                    Optional.of(at(compose, ":v2.5.2")),
                    Map.of(path, broken),
                    Setups.folders());
        if (compose && !changes.isEmpty() && loads(broken)) {
          assertThat(rest(((Change.Text) changes.getFirst()).after())).isEqualTo(rest(broken));
        }
      } catch (ProblemException refused) {
        assertThat(refused.problem().remedy()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyBytesAreRefusedOrTaken(long seed) {
    byte[] bytes = new byte[(int) (seed % 97)];
    new Random(seed).nextBytes(bytes);
    for (String text :
        List.of(
            new String(bytes, StandardCharsets.ISO_8859_1),
            new String(bytes, StandardCharsets.UTF_8))) {
      for (boolean compose : List.of(true, false)) {
        try {
          Setups.after(
              at(compose, ":v2.5.2"),
              there(new Random(seed), compose),
              compose ? PROJECT : QUADLET,
              text);
        } catch (ProblemException refused) {
          assertThat(refused.problem().what()).isNotEmpty();
        }
      }
    }
  }

  /** Tags of a user's own are more than the other reader can take. */
  private static boolean loads(String text) {
    try {
      return !load(text).isEmpty();
    } catch (YamlEngineException _) {
      return false;
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> load(String text) {
    return (Map<String, Object>)
        Objects.requireNonNull(
            new Load(LoadSettings.builder().setAllowDuplicateKeys(true).build())
                .loadFromString(text));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> service(String text) {
    Map<String, Object> services = (Map<String, Object>) load(text).get("services");
    return (Map<String, Object>)
        Objects.requireNonNull(services).getOrDefault("immich-machine-learning", Map.of());
  }

  /** All but what a plan is about, as another reader of YAML sees it. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> rest(String text) {
    Map<String, Object> all = new LinkedHashMap<>(load(text));
    Map<String, Object> services =
        new LinkedHashMap<>((Map<String, Object>) Objects.requireNonNull(all.get("services")));
    Map<String, Object> service = new LinkedHashMap<>(service(text));
    service
        .keySet()
        .removeAll(
            List.of("image", "devices", "group_add", "deploy", "environment", "security_opt"));
    services.put("immich-machine-learning", service);
    all.put("services", services);
    return all;
  }
}
