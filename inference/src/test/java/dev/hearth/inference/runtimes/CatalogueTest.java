package dev.hearth.inference.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.device.Provider;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private final Catalogue catalogue = Catalogue.current();

  /** Who moves to another version of ONNX Runtime pins its packages too. */
  @Test
  void pinsPackagesOfTheVersionOfTheJavaClasses() {
    assertThat(catalogue.version()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(catalogue.packages()).containsOnlyKeys(Provider.VULKAN, Provider.CUDA);
    assertThat(catalogue.packages().values())
        .allSatisfy(pinned -> {
          assertThat(pinned.coordinates()).endsWith(catalogue.version());
          assertThat(pinned.file()).contains(catalogue.version());
        });
  }

  @Test
  void namesEachChecksumWholeAndEachFileOnce() {
    for (PinnedPackage pinned : catalogue.packages().values()) {
      assertThat(pinned.sha256()).matches("[0-9a-f]{64}");
      assertThat(pinned.files()).allMatch(item -> item.sha256().matches("[0-9a-f]{64}"));
      assertThat(pinned.files()).extracting(PinnedPackage.Item::name).doesNotHaveDuplicates();
      assertThat(pinned.files())
          .extracting(PinnedPackage.Item::name)
          .contains(pinned.core())
          .allMatch(name -> !name.contains("/"));
      assertThat(pinned.kept()).isPositive();
    }
  }

  @Test
  void knowsWhatCudaNeedsByNameAndVersion() {
    assertThat(catalogue.of(Provider.CUDA).orElseThrow().needs())
        .extracting(PinnedPackage.Need::library)
        .containsExactlyInAnyOrder(
            "libcublasLt.so.12",
            "libcublas.so.12",
            "libcurand.so.10",
            "libcudart.so.12",
            "libcudnn.so.9",
            "libcuda.so.1");
    assertThat(catalogue.of(Provider.VULKAN).orElseThrow().needs()).isEqualTo(List.of());
  }
}
