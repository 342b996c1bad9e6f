package dev.hearth.deployment.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaInstallationTest {
  @TempDir Path root;

  @Nested
  class ItsVersion {
    @ParameterizedTest
    @CsvSource({
      "'ollama version is 0.12.3', 0.12.3",
      "'ollama version is 0.33.0-rc2', 0.33.0-rc2",
      "'{\"version\":\"0.12.6\"}', 0.12.6",
      "v0.30.0, 0.30.0"
    })
    void isWhatItSays(String said, String version) {
      assertThat(OllamaVersion.parse(said)).map(OllamaVersion::text).contains(version);
    }

    @Test
    void isTheClientsWhereNoServerAnswers() {
      String said =
          """
          Warning: could not connect to a running Ollama instance
          Warning: client version is 0.13.5
          """;

      assertThat(OllamaVersion.parse(said)).map(OllamaVersion::text).contains("0.13.5");
    }

    /** An update was installed and the server not restarted. */
    @Test
    void isTheClientsWhereTheServerIsOfAnother() {
      String said = "ollama version is 0.12.3\nWarning: client version is 0.13.5\n";

      assertThat(OllamaVersion.parse(said)).map(OllamaVersion::text).contains("0.13.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ollama version is 0.0.0", "bash: ollama: not found", "12"})
    void isUnknownWhereItSaysNone(String said) {
      assertThat(OllamaVersion.parse(said)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.11.0, BACKEND_BESIDE",
    "0.12.3, BACKEND_BESIDE",
    "0.12.4, ONE_FOLDER",
    "0.24.0, ONE_FOLDER",
    "0.30.0-rc1, VERSIONED_FOLDER",
    "0.33.0, VERSIONED_FOLDER"
  })
  void itsVersionDecidesTheLayout(String version, Layout layout) {
    assertThat(Layout.of(OllamaVersion.parse(version).orElseThrow().number())).isEqualTo(layout);
  }

  @Test
  void isFoundThroughALinkWithTheLibrariesBesideWhatItLeadsTo() throws IOException {
    FixedOllama.put(root.resolve("opt/ollama/bin/ollama"), Bundles.bytes("#!"));
    Files.createDirectories(root.resolve("opt/ollama/lib/ollama"));
    Files.createDirectories(root.resolve("usr/local/bin"));
    Files.createSymbolicLink(
        root.resolve("usr/local/bin/ollama"), Path.of("/opt/ollama/bin/ollama"));
    FixedOllama.put(root.resolve("usr/bin/ollama"), Bundles.bytes("a second one"));

    OllamaInstallation found =
        OllamaInstallation.find(new FixedOllama(root, any()).machine()).orElseThrow();

    assertThat(found.program()).isEqualTo(Path.of("/opt/ollama/bin/ollama"));
    assertThat(found.libraries()).isEqualTo(Path.of("/opt/ollama/lib/ollama"));
    assertThat(found.version()).isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void isAbsentWhereThereIsNone() {
    assertThat(OllamaInstallation.find(new FixedOllama(root, any()).machine())).isEmpty();
  }

  @Nested
  class ItsBundle {
    private final Manifest manifest =
        new Manifest(
            "0.12.6",
            "docker.io/ollama/ollama:0.12.6-rocm",
            java.time.Instant.EPOCH,
            Path.of("/usr/local/lib/ollama"),
            List.of(new Manifest.StoredFile("rocm/librocblas.so.4.3.60303", 3, "00")),
            List.of(new Manifest.StoredLink("rocm/librocblas.so.4", "librocblas.so.4.3.60303")));

    @Test
    void isAbsentAfterAnInstallationWithoutAmd() {
      assertThat(state(FixedOllama.in(root, "0.12.6"))).isInstanceOf(BundleState.Absent.class);
    }

    @Test
    void isOllamasOwnWhereNothingWasRecorded() {
      FixedOllama ollama = withFiles("0.12.6");

      assertThat(state(ollama)).isEqualTo(new BundleState.InstalledByOllama(List.of("rocm")));
    }

    @Test
    void isOursAndIntact() {
      FixedOllama ollama = recorded(withFiles("0.12.6"));

      assertThat(state(ollama)).isEqualTo(new BundleState.Intact(manifest));
      assertThat(state(ollama).remedy()).isEmpty();
    }

    /** Ollama's installer removes its folder of libraries and knows nothing of ours. */
    @Test
    void isWipedAfterAnUpdateWithoutAmd() {
      FixedOllama ollama = recorded(FixedOllama.in(root, "0.13.0"));

      assertThat(state(ollama)).isEqualTo(new BundleState.Wiped(manifest, manifest.paths()));
      assertThat(state(ollama).sentence())
          .isEqualTo(
              "An update of Ollama removed the ROCm libraries that Hearth had installed for"
                  + " 0.12.6: 2 of 2 files are gone");
      assertThat(state(ollama).remedy()).contains("sudo hearth up ollama --manager systemd");
    }

    @Test
    void isOllamasOwnAfterAnUpdateThatBroughtIt() {
      FixedOllama ollama = recorded(FixedOllama.in(root, "0.31.2"));
      FixedOllama.write(
          ollama.libraries(), Map.of("rocm_v7_2/libx.so", new Bundles.File(new byte[1])));

      assertThat(state(ollama)).isEqualTo(new BundleState.InstalledByOllama(List.of("rocm_v7_2")));
    }

    @Test
    void isForAnotherVersionWhereAnUpdateLeftIt() {
      FixedOllama ollama = recorded(withFiles("0.17.7"));

      assertThat(state(ollama).sentence())
          .isEqualTo(
              "The ROCm libraries are those of Ollama 0.12.6, and Ollama 0.17.7 is installed");
    }

    @Test
    void isNotGuessedWhereTheRecordIsDamaged() {
      FixedOllama ollama = withFiles("0.12.6");
      FixedOllama.put(ollama.installation().manifest(), Bundles.bytes("{\"format\": 1}"));

      assertThat(state(ollama).sentence()).endsWith("it is damaged: it has no version");
    }

    @Test
    void isRecordedSoThatItCanBeReadAgain() {
      assertThat(Manifest.parse(manifest.text())).isEqualTo(Reading.known(manifest));
      assertThat(Manifest.parse("[").asOptional()).isEmpty();
      assertThat(Manifest.parse("{\"format\": 2}").asOptional()).isEmpty();
    }

    private FixedOllama withFiles(String version) {
      FixedOllama ollama = FixedOllama.in(root, version);
      FixedOllama.write(
          ollama.libraries(),
          Map.of(
              "rocm/librocblas.so.4.3.60303",
              new Bundles.File(new byte[3]),
              "rocm/librocblas.so.4",
              new Bundles.Link("librocblas.so.4.3.60303")));
      return ollama;
    }

    private FixedOllama recorded(FixedOllama ollama) {
      FixedOllama.put(ollama.installation().manifest(), Bundles.bytes(manifest.text()));
      return ollama;
    }

    private BundleState state(FixedOllama ollama) {
      return BundleState.of(ollama.machine(), ollama.found());
    }
  }

  private static OllamaInstallation any() {
    return new OllamaInstallation(Path.of("/a"), Path.of("/b"), Reading.unknown("not asked"));
  }
}
