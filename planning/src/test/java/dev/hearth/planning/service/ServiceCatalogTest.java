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
  }
}
