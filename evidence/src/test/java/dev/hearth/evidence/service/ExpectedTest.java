package dev.hearth.evidence.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.evidence.verdict.Stance;
import dev.hearth.evidence.verification.Accelerators;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Accelerator.Form;
import dev.hearth.planning.Backend;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedTest {
  private static final Accelerator AMD = Accelerators.amd("gfx1100", Form.DISCRETE);
  private static final Accelerator NVIDIA = Accelerators.nvidia();

  private static Reading<Set<String>> all(List<String> nodes) {
    return Reading.known(new HashSet<>(nodes));
  }

  private static Reading<Set<String>> none(List<String> nodes) {
    assertThat(nodes).isNotEmpty();
    return Reading.known(Set.of());
  }

  private static ServiceDescription service(String id) {
    return ServiceCatalog.load().find(id).orElseThrow();
  }

  private static Expected.Built built(String id, String image) {
    return Expected.Built.of(service(id), Optional.of(image).filter(text -> !text.isEmpty()));
  }

  @ParameterizedTest
  @CsvSource({
    "immich-ml, ghcr.io/immich-app/immich-machine-learning:v3.1.0-rocm, ROCM",
    "immich-ml, ghcr.io/immich-app/immich-machine-learning:release-cuda, CUDA",
    "immich-ml, ghcr.io/immich-app/immich-machine-learning:v3.1.0, CPU",
    "ollama, docker.io/ollama/ollama:rocm, ROCM",
    "ollama, docker.io/ollama/ollama:0.33.0-rocm, ROCM"
  })
  void anImagesTagTells(String id, String image, Backend backend) {
    assertThat(built(id, image).backends()).containsExactly(backend);
  }

  @Test
  void anImageForSeveralIsForWhatThisMachineHas() {
    String plain = "docker.io/ollama/ollama:0.33.0";
    assertThat(built("ollama", plain).backends())
        .containsExactlyInAnyOrder(Backend.CPU, Backend.CUDA, Backend.VULKAN);
    Expected nvidia =
        Expected.of(built("ollama", plain), Optional.empty(), List.of(NVIDIA), ExpectedTest::all);
    assertThat(nvidia.backend()).isEqualTo(Backend.CUDA);
    assertThat(nvidia.setup().stance()).isEqualTo(Stance.FOR);
    assertThat(
            Expected.of(built("ollama", plain), Optional.empty(), List.of(AMD), ExpectedTest::all)
                .backend())
        .isEqualTo(Backend.VULKAN);
  }

  @Test
  void aProgramIsForWhatItsLogNames() {
    assertThat(
            Expected.of(built("ollama", ""), Optional.empty(), List.of(AMD), ExpectedTest::all)
                .backend())
        .isEqualTo(Backend.ROCM);
    assertThat(
            Expected.of(
                    built("ollama", ""),
                    Optional.of(Backend.VULKAN),
                    List.of(AMD),
                    ExpectedTest::all)
                .backend())
        .isEqualTo(Backend.VULKAN);
  }

  @Test
  void withoutAnAcceleratorItsSetupRefutes() {
    String rocm = "ghcr.io/immich-app/immich-machine-learning:v3.1.0-rocm";
    Expected none =
        Expected.of(built("immich-ml", rocm), Optional.empty(), List.of(), ExpectedTest::all);
    assertThat(none.backend()).isEqualTo(Backend.ROCM);
    assertThat(none.setup().stance()).isEqualTo(Stance.AGAINST);
    assertThat(none.setup().evidence())
        .isEqualTo("this machine has no accelerator that it could use");
    Expected cpu =
        Expected.of(
            built("immich-ml", rocm.replace("-rocm", "")),
            Optional.empty(),
            List.of(AMD),
            ExpectedTest::all);
    assertThat(cpu.backend()).isEqualTo(Backend.CPU);
    assertThat(cpu.setup().evidence()).startsWith("its image is for CPU: ghcr.io");
  }

  @Test
  void thatSeesNoNodeOfThemItsSetupRefutes() {
    Expected blind =
        Expected.of(
            built("ollama", "docker.io/ollama/ollama:0.33.0"),
            Optional.empty(),
            List.of(AMD),
            ExpectedTest::none);
    assertThat(blind.setup().stance()).isEqualTo(Stance.AGAINST);
    assertThat(blind.setup().evidence()).contains("it sees no node of them");
  }

  @Test
  void whatNobodyCanTellIsNotHeldAgainstIt() {
    Expected unseen =
        Expected.of(
            built("ollama", "docker.io/ollama/ollama:rocm"),
            Optional.empty(),
            List.of(AMD),
            _ -> Reading.unknown("denied"));
    assertThat(unseen.setup().stance()).isEqualTo(Stance.FOR);
    assertThat(unseen.accelerators()).containsExactly(AMD);
  }

  @Test
  void ollamasLogNamesTheLibrary() {
    assertThat(
            ServiceLog.backend(
                List.of(
                    "msg=\"inference compute\" id=0 library=CUDA compute=8.9",
                    "msg=\"inference compute\" id=0 library=ROCm compute=gfx1103",
                    "msg=\"something else\" library=cpu")))
        .contains(Backend.ROCM);
    assertThat(ServiceLog.backend(List.of("msg=\"inference compute\" library=cpu")))
        .contains(Backend.CPU);
    assertThat(ServiceLog.backend(List.of())).isEmpty();
  }
}
