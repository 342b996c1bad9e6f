package dev.hearth.planning.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.Version;
import dev.hearth.planning.data.DataException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceCatalogTest {
  private final ServiceCatalog catalog = ServiceCatalog.load();

  private ServiceDescription service(String id) {
    return catalog.find(id).orElseThrow();
  }

  @Test
  void knowsFourServices() {
    assertThat(catalog.services())
        .extracting(ServiceDescription::id)
        .containsExactly("immich-ml", "ollama", "finbert", "hearth");
  }

  @Test
  void knowsWhatEveryBackendAsksOfAnyProgram() {
    assertThat(catalog.anyProgram().backends())
        .extracting(BackendSupport::backend)
        .containsExactlyInAnyOrder(Backend.values());
    assertThat(catalog.find("any")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "immich-ml, CPU,      ghcr.io/immich-app/immich-machine-learning:v3.1.0",
    "immich-ml, ROCM,     ghcr.io/immich-app/immich-machine-learning:v3.1.0-rocm",
    "immich-ml, CUDA,     ghcr.io/immich-app/immich-machine-learning:v3.1.0-cuda",
    "immich-ml, OPENVINO, ghcr.io/immich-app/immich-machine-learning:v3.1.0-openvino",
    "immich-ml, ARMNN,    ghcr.io/immich-app/immich-machine-learning:v3.1.0-armnn",
    "immich-ml, RKNN,     ghcr.io/immich-app/immich-machine-learning:v3.1.0-rknn",
    "ollama,    ROCM,     docker.io/ollama/ollama:0.33.0-rocm",
    "ollama,    CUDA,     docker.io/ollama/ollama:0.33.0",
    "ollama,    VULKAN,   docker.io/ollama/ollama:0.33.0",
  })
  void namesTheImageOfABackend(String id, Backend backend, String image) {
    assertThat(service(id).image(backend)).contains(image);
  }

  @Test
  void namesTheImageOfTheVersionAskedFor() {
    assertThat(service("ollama").at(Version.parse("0.12.3").orElseThrow()).image(Backend.ROCM))
        .contains("docker.io/ollama/ollama:0.12.3-rocm");
  }

  @Test
  void immichHasNoVulkanAndOllamaHas() {
    assertThat(service("immich-ml").on(Backend.VULKAN)).isEmpty();
    assertThat(service("ollama").on(Backend.VULKAN)).isPresent();
  }

  @Test
  void hearthComputesOnVulkanAndWithLibrariesThatTheUserBrings() {
    ServiceDescription hearth = service("hearth");

    assertThat(hearth.on(Backend.CPU).orElseThrow().runtime()).isEmpty();
    assertThat(hearth.on(Backend.VULKAN).orElseThrow().bring()).isEmpty();
    assertThat(hearth.on(Backend.VULKAN).orElseThrow().runtime())
        .contains("hearth runtimes install vulkan");
    assertThat(List.of(Backend.CUDA, Backend.OPENVINO, Backend.ROCM))
        .allSatisfy(each -> assertThat(hearth.on(each).orElseThrow().bring()).isPresent());
    assertThat(hearth.supervisors()).containsExactly(Supervisor.EMBEDDED);
  }

  @Test
  void immichsRocmImageWants35Gibibytes() {
    assertThat(service("immich-ml").on(Backend.ROCM).orElseThrow().requirements().diskBytes())
        .hasValueSatisfying(room -> assertThat(room.value()).isEqualTo(35L << 30));
  }

  @Test
  void everythingAskedForHasASourceWithItsDate() {
    assertThat(catalog.services())
        .flatExtracting(ServiceDescription::backends)
        .extracting(BackendSupport::source)
        .isNotEmpty()
        .allSatisfy(source -> {
          assertThat(source.title()).isNotBlank();
          assertThat(source.date()).isAfter(LocalDate.of(2019, 1, 1));
        });
  }

  @Test
  void everyServiceSaysHowItIsOperated() {
    assertThat(catalog.services()).allSatisfy(each -> assertThat(each.operation()).isPresent());
  }

  @Test
  void aLineOfImmichsLogTellsWhereItComputes() {
    List<LogRule> rules = service("immich-ml").operation().orElseThrow().log();

    assertThat(meaning(rules, Backend.ROCM, "compile_program] Model Compile: Complete"))
        .containsExactly(LogRule.Meaning.ACCELERATED);
    assertThat(
            meaning(rules, Backend.CUDA, "Falling back to ['CPUExecutionProvider'] and retrying."))
        .containsExactly(LogRule.Meaning.ON_CPU);
    assertThat(
            meaning(
                rules,
                Backend.ROCM,
                "Setting execution providers to ['MIGraphXExecutionProvider',"
                    + " 'CPUExecutionProvider'], in descending order of preference"))
        .isEmpty();
    assertThat(
            meaning(rules, Backend.CPU, "Setting execution providers to ['CPUExecutionProvider']"))
        .isEmpty();
  }

  private static List<LogRule.Meaning> meaning(List<LogRule> rules, Backend backend, String line) {
    return rules.stream()
        .filter(each -> each.backends().isEmpty() || each.backends().contains(backend))
        .filter(each -> each.pattern().matcher(line).find())
        .map(LogRule::meaning)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io/immich-app/immich-machine-learning:v3.1.0-rocm,  immich-ml, true",
    "ghcr.io/immich-app/immich-machine-learning@sha256:0123,  immich-ml, true",
    "ghcr.io/immich-app/immich-server:v3.1.0,                 immich-ml, false",
    "ollama/ollama,                                           ollama,    true",
    "docker.io/ollama/ollama:rocm,                            ollama,    true",
    "registry:5000/ollama/ollama,                             ollama,    false",
  })
  void anInstallationIsRecognisedByItsImage(String image, String id, boolean recognised) {
    assertThat(service(id).operation().orElseThrow().recognises(image)).isEqualTo(recognised);
  }

  @Test
  void takesAUsersServiceInPlaceOfItsOwn() {
    ServiceCatalog mine =
        ServiceCatalog.parse(
            "mine.yaml",
            AFile.HEAD.replace("id: mine", "id: ollama") + "      cpu: {source: me}\n");

    assertThat(catalog.with(List.of(mine)).services())
        .extracting(ServiceDescription::title)
        .containsExactly(
            "Immich machine learning",
            "Mine",
            service("finbert").title(),
            service("hearth").title());
    assertThat(catalog.with(List.of(mine)).anyProgram()).isEqualTo(catalog.anyProgram());
  }

  @Nested
  class AFile {
    private static final String HEAD =
        """
        sources:
          me: {title: "Me", date: 2026-11-21}
        services:
          - id: mine
            title: "Mine"
            supervisors: [compose]
            source: me
            backends:
        """;

    @Test
    void canDescribeAServiceOfOnesOwn() {
      ServiceCatalog mine =
          ServiceCatalog.parse(
              "mine.yaml",
              HEAD + "      cuda: {driver: {value: \"550\", source: me}, source: me}\n");

      assertThat(mine.find("mine").orElseThrow().on(Backend.CUDA)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
      "'      cuda: {source: me, drivr: {value: \"550\", source: me}}', drivr",
      "'      cuda: {source: me, driver: {value: \"550\"}}', source",
      "'      cuda: {source: me, driver: {value: 550, source: me}}', value",
      "'      cuda: {source: me, disk: {value: \"35 GB\", source: me}}', 35 GB",
      "'      opencl: {source: me}', opencl",
      "'      cuda: {}', source",
      "'      cuda: [1', YAML",
    })
    void thatIsWrongIsRefusedWithThePlace(String line, String because) {
      assertThatThrownBy(() -> ServiceCatalog.parse("mine.yaml", HEAD + line + "\n"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("mine.yaml")
          .hasMessageContaining(because);
    }

    @ParameterizedTest
    @CsvSource({
      "'      cuda: {source: me, drivr: {value: \"550\", source: me}}', 'mine.yaml:9: services[0]: backends: cuda: unknown key drivr; did you mean driver?'",
      "'      cuda: {sorce: me}', 'mine.yaml:9: services[0]: backends: cuda: key source is missing; is sorce in line 9 meant?'",
      "'      cuda: {source: me, source: me}', 'key source is there twice'",
    })
    void thatIsWrongNamesTheLineAndTheNearestKey(String line, String message) {
      assertThatThrownBy(() -> ServiceCatalog.parse("mine.yaml", HEAD + line + "\n"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"''", "'- 1'", "'a: [b, {c: d'", "'? [x] : y'", "'services: *nowhere'"})
    void ofAnyTextIsRefusedInWords(String text) {
      assertThatThrownBy(() -> ServiceCatalog.parse("mine.yaml", text))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("mine.yaml");
    }
  }
}
