package dev.hearth.deployment.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.deployment.edit.Change;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.doctor.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaBundleTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final long PLENTY = 1L << 40;

  @TempDir Path root;

  @Nested
  class OfTheImageOfItsOwnVersion {
    @ParameterizedTest
    @CsvSource({"0.12.6, rocm", "0.17.7, rocm", "0.20.0, rocm", "0.31.2, rocm_v7_2"})
    void isOneFolderAndItsRecord(String version, String folder) throws IOException {
      FixedOllama ollama = FixedOllama.in(root, version);

      Prepared prepared = prepare(ollama, engine(version));

      assertThat(prepared.findings()).noneMatch(Finding::failed);
      assertThat(prepared.changes()).hasSize(2);
      Change.Folder change = (Change.Folder) prepared.changes().getFirst();
      assertThat(change.path()).isEqualTo(ollama.libraries().resolve(folder));
      Files.move(change.staged(), change.path());
      assertThat(FixedOllama.contents(change.path()))
          .isEqualTo(FixedOllama.contents(unpacked(version).resolve(folder)));
    }

    @Test
    void until0123IsTheWholeFolderOfLibrariesBecauseTheBackendLiesInIt() throws IOException {
      FixedOllama ollama = FixedOllama.in(root, "0.12.3");
      Map<String, String> before = FixedOllama.contents(ollama.libraries());

      Prepared prepared = prepare(ollama, engine("0.12.3"));

      Change.Folder change = (Change.Folder) prepared.changes().getFirst();
      assertThat(change.path()).isEqualTo(ollama.libraries());
      assertThat(FixedOllama.contents(change.staged()))
          .containsAllEntriesOf(before)
          .containsKeys("libggml-hip.so", "rocm/librocblas.so.4.3.60303");
      assertThat(FixedOllama.contents(ollama.libraries())).isEqualTo(before);
    }

    @Test
    void until0123LeavesTheFolderWhereItsBackendIsInstalledAlready() {
      FixedOllama ollama = FixedOllama.in(root, "0.12.3");
      FixedOllama.write(
          ollama.libraries(), Map.of("libggml-hip.so", Bundles.of("0.12.3").get("libggml-hip.so")));

      Prepared prepared = prepare(ollama, engine("0.12.3"));

      assertThat(prepared.changes().getFirst().path())
          .isEqualTo(ollama.libraries().resolve("rocm"));
    }

    @Test
    void recordsEveryFileWithItsSum() {
      FixedOllama ollama = FixedOllama.in(root, "0.12.6");

      Change.Text record = (Change.Text) prepare(ollama, engine("0.12.6")).changes().getLast();

      assertThat(record.path()).isEqualTo(root.resolve("usr/local/lib/hearth/ollama-bundle.json"));
      assertThat(record.before()).isEmpty();
      Manifest manifest = Manifest.parse(record.after()).asOptional().orElseThrow();
      assertThat(manifest.version()).isEqualTo("0.12.6");
      assertThat(manifest.time()).isEqualTo(NOON);
      assertThat(manifest.source()).isEqualTo("docker.io/ollama/ollama:0.12.6-rocm");
      assertThat(manifest.paths()).isEqualTo(bundlePaths("0.12.6", "rocm/"));
      assertThat(manifest.files())
          .contains(
              new Manifest.StoredFile(
                  "rocm/rocblas/library/TensileLibrary_lazy_gfx1100.dat",
                  19,
                  sum("kernels for gfx1100")));
    }

    @Test
    void isFetchedFirstWhereItIsNotHereAndItsContainerIsRemoved() {
      ScriptedEngine engine = new ScriptedEngine(Bundles.of("0.12.6")).withoutImage();

      prepare(FixedOllama.in(root, "0.12.6"), engine);

      String image = "docker.io/ollama/ollama:0.12.6-rocm";
      assertThat(engine.lines())
          .containsExactly(
              "podman image inspect " + image,
              "podman pull --platform linux/amd64 " + image,
              "podman image inspect --format {{.Size}} " + image,
              "podman rm -f hearth-ollama-bundle",
              "podman create --name hearth-ollama-bundle " + image + " true",
              "podman cp hearth-ollama-bundle:/usr/lib/ollama/. "
                  + root.resolve("usr/local/lib/.hearth-ollama-bundle/new"),
              "podman rm -f hearth-ollama-bundle");
    }

    @Test
    void isOpenToReadAndNotToWriteForAll() throws IOException {
      FixedOllama ollama = FixedOllama.in(root, "0.12.6");
      Path source = unpacked("0.12.6");
      Files.setPosixFilePermissions(
          source.resolve("rocm/libdrm.so.2.124.0"), PosixFilePermissions.fromString("rwxrwxrwx"));
      Files.setPosixFilePermissions(
          source.resolve("rocm/rocblas"), PosixFilePermissions.fromString("rwx------"));

      Prepared prepared = prepare(ollama, new BundleSource.Unpacked(source));

      Path staged = ((Change.Folder) prepared.changes().getFirst()).staged();
      assertThat(mode(staged.resolve("libdrm.so.2.124.0"))).isEqualTo("rwxr-xr-x");
      assertThat(mode(staged.resolve("rocblas"))).isEqualTo("rwxr-xr-x");
      assertThat(mode(staged.resolve("rocblas/library/TensileLibrary_lazy_gfx1100.dat")))
          .isEqualTo("rw-r--r--");
    }

    @Test
    void isLabelledWhereSelinuxEnforces() {
      FixedOllama ollama = FixedOllama.in(root, "0.12.6");
      FixedOllama.put(root.resolve("sys/fs/selinux/enforce"), Bundles.bytes("1"));
      ScriptedEngine engine = new ScriptedEngine(Bundles.of("0.12.6"));

      prepare(ollama, engine);

      assertThat(engine.lines())
          .contains("restorecon -R " + root.resolve("usr/local/lib/.hearth-ollama-bundle/new"));
    }
  }

  @Nested
  class IsRefused {
    @Test
    void whereALibraryIsMissingAndSaysWhoNeedsIt() {
      Map<String, Bundles.Item> items = Bundles.of("0.12.6");
      items.keySet().removeIf(name -> name.startsWith("rocm/libdrm.so"));

      Finding finding = failure(prepare("0.12.6", items));

      assertThat(finding.id()).isEqualTo("bundle.closure");
      assertThat(finding.evidence()).isEqualTo("libdrm.so.2, which libdrm_amdgpu.so.1 needs");
    }

    @Test
    void whereALinkLeadsNowhere() {
      Map<String, Bundles.Item> items = Bundles.of("0.12.6");
      items.remove("rocm/libhsa-runtime64.so.1.14.60303");

      assertThat(prepare("0.12.6", items).findings())
          .filteredOn(Finding::failed)
          .extracting(Finding::id)
          .containsExactly("bundle.contents", "bundle.closure");
    }

    @Test
    void whereLibrariesAreOfTwoRocmReleases() {
      Map<String, Bundles.Item> items = Bundles.of("0.12.6");
      Bundles.Item hsa = items.remove("rocm/libhsa-runtime64.so.1.14.60303");
      items.put("rocm/libhsa-runtime64.so.1.14.60204", hsa);
      items.put("rocm/libhsa-runtime64.so.1", new Bundles.Link("libhsa-runtime64.so.1.14.60204"));

      Finding finding = failure(prepare("0.12.6", items));

      assertThat(finding.id()).isEqualTo("bundle.release");
      assertThat(finding.evidence())
          .contains("ROCm 6.2.4: libhsa-runtime64.so.1.14.60204", "ROCm 6.3.3: ");
    }

    @Test
    void whereALibraryIsThereTwiceInTwoVersions() {
      Map<String, Bundles.Item> items = Bundles.of("0.12.6");
      items.put("rocm/libamdhip64.so.7", Bundles.library("libamdhip64.so.7"));

      Finding finding = failure(prepare("0.12.6", items));

      assertThat(finding.evidence()).contains("libamdhip64 in versions [6, 7]");
    }

    @Test
    void whereALibraryHidesAnotherVersionUnderItsName() {
      Map<String, Bundles.Item> items = Bundles.of("0.12.6");
      items.put("rocm/libhipblas.so.2.3.60303", Bundles.library("libhipblas.so.3"));

      Finding finding = failure(prepare("0.12.6", items));

      assertThat(finding.evidence())
          .contains("libhipblas.so.2.3.60303 calls itself libhipblas.so.3");
    }

    @Test
    void whereItsRocmIsNotTheOneThisOllamaWasBuiltWith() {
      Finding finding = failure(prepare("0.17.7", Bundles.of("0.20.0")));

      assertThat(finding.what())
          .isEqualTo("The libraries are of ROCm 7, and Ollama 0.17.7 was built with ROCm 6.3.3");
    }

    @Test
    void whereThereAreNoKernelsForTheTarget() {
      Map<String, Bundles.Item> items = Bundles.of("0.12.6");
      items.remove("rocm/rocblas/library/TensileLibrary_lazy_gfx1100.dat");

      Finding finding = failure(prepare("0.12.6", items));

      assertThat(finding.id()).isEqualTo("bundle.kernels");
      assertThat(finding.evidence())
          .isEqualTo("rocm/rocblas/library/TensileLibrary_lazy_gfx1100.dat is not there");
    }

    @Test
    void whereALibraryIsForAnotherProcessorOrCut() {
      Map<String, Bundles.Item> items = Bundles.of("0.12.6");
      items.put("rocm/libdrm.so.2.124.0", new Bundles.File(TinyLibrary.forArm("libdrm.so.2")));
      items.put("rocm/libelf.so.1", new Bundles.File(new byte[] {0x7f, 'E', 'L', 'F', 2}));

      Finding finding = failure(prepare("0.12.6", items));

      assertThat(finding.evidence())
          .isEqualTo(
              "libdrm.so.2.124.0 is for another processor;"
                  + " libelf.so.1: it is cut inside its header");
    }

    @Test
    void whereTheInstalledOllamaIsForAnotherProcessor() {
      FixedOllama ollama = FixedOllama.in(root, "0.12.6");
      FixedOllama.put(ollama.installation().program(), TinyLibrary.forArm("ollama"));

      assertThat(failure(prepare(ollama, engine("0.12.6"))).id()).isEqualTo("bundle.program");
    }

    @Test
    void whereTheProgramSideIsOfAnotherVersion() {
      Map<String, Bundles.Item> items = Bundles.of("0.31.2");
      items.remove("libggml-base.so.0.9.4");
      items.put("libggml-base.so.0.9.7", Bundles.library("libggml-base.so.0"));

      Finding finding = failure(prepare("0.31.2", items));

      assertThat(finding.id()).isEqualTo("bundle.version");
      assertThat(finding.evidence()).contains("libggml-base.so.0.9.7", "libggml-base.so.0.9.4");
    }

    @Test
    void whereTheServerProgramOf030IsNotInstalled() throws IOException {
      FixedOllama ollama = FixedOllama.in(root, "0.31.2");
      Files.delete(ollama.libraries().resolve("llama-server"));

      assertThat(prepare(ollama, engine("0.31.2")).findings())
          .filteredOn(Finding::failed)
          .extracting(Finding::id)
          .contains("bundle.server");
    }

    @Test
    void whereTheSourceHasTheLayoutOfAnotherVersion() {
      Finding finding =
          failure(prepare("0.31.2", Map.of("lib.txt", new Bundles.File(new byte[1]))));

      assertThat(finding.what())
          .isEqualTo("The source holds no rocm_v*/, where Ollama 0.31.2 has ROCm");
    }

    @Test
    void whereTheImageSaysItIsOfAnotherVersion() {
      FixedOllama ollama = FixedOllama.in(root, "0.12.6");
      BundleSource source = new BundleSource.Image("docker", "docker.io/ollama/ollama:0.13.0-rocm");

      Prepared prepared =
          bundle(ollama, new ScriptedEngine(Bundles.of("0.12.6")), PLENTY)
              .prepare(request(ollama, source));

      assertThat(failure(prepared).what())
          .isEqualTo("The image is of Ollama 0.13.0, and 0.12.6 is installed");
    }

    @Test
    void whereTheDiskHasNoRoomForOldAndNew() {
      FixedOllama ollama = FixedOllama.in(root, "0.12.6");

      assertThatThrownBy(() ->
              bundle(ollama, new ScriptedEngine(Bundles.of("0.12.6")), 8000)
                  .prepare(request(ollama, official("0.12.6"))))
          .hasMessageContaining("8000 bytes free, 8192 bytes wanted");
    }

    @Test
    void whereItIsLargerThanWhatIsFreeOnceItIsStaged() {
      FixedOllama ollama = FixedOllama.in(root, "0.12.6");

      Prepared prepared =
          bundle(ollama, new ScriptedEngine(Bundles.of("0.12.6")), 10_000)
              .prepare(request(ollama, official("0.12.6")));

      assertThat(failure(prepared).id()).isEqualTo("bundle.disk");
    }

    @Test
    void whereTheInstalledVersionIsNotKnown() {
      FixedOllama ollama = FixedOllama.in(root, "0.12.6");
      OllamaInstallation unknown = OllamaInstallation.find(ollama.machine()).orElseThrow();

      assertThatThrownBy(() ->
              bundle(ollama, new ScriptedEngine(Map.of()), PLENTY)
                  .prepare(
                      new OllamaBundle.Request(
                          unknown, official("0.12.6"), Optional.empty(), NOON)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("The version of the installed Ollama is not known");
    }

    @Test
    void whichLeavesNothingBehind() {
      FixedOllama ollama = FixedOllama.in(root, "0.17.7");
      Map<String, String> before = FixedOllama.contents(root);

      Prepared prepared = prepare(ollama, engine("0.20.0"));

      assertThat(prepared.ready()).isFalse();
      assertThat(prepared.changes()).isEmpty();
      assertThat(FixedOllama.contents(root)).isEqualTo(before);
    }
  }

  @Nested
  class EndedMidway {
    @ParameterizedTest
    @ValueSource(strings = {"image", "create", "cp"})
    void changesNothingOutsideItsStaging(String verb) {
      FixedOllama ollama = FixedOllama.in(root, "0.12.6");
      Map<String, String> before = FixedOllama.contents(ollama.libraries());
      ScriptedEngine engine = new ScriptedEngine(Bundles.of("0.12.6")).failingAt(verb);

      Optional<Problem> problem = problem(() -> prepare(ollama, engine));

      assertThat(problem).isPresent();
      assertThat(FixedOllama.contents(ollama.libraries())).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "cp"})
    void removesItsContainer(String verb) {
      ScriptedEngine engine = new ScriptedEngine(Bundles.of("0.12.6")).failingAt(verb);

      problem(() -> prepare(FixedOllama.in(root, "0.12.6"), engine));

      assertThat(engine.lines()).endsWith("podman rm -f hearth-ollama-bundle");
      assertThat(root.resolve("usr/local/lib/.hearth-ollama-bundle")).doesNotExist();
    }

    /** What a power cut leaves: nobody could clean up. */
    @Test
    void isForgottenByTheNextRun() {
      FixedOllama ollama = FixedOllama.in(root, "0.12.6");
      Path left = root.resolve("usr/local/lib/.hearth-ollama-bundle/new/rocm");
      FixedOllama.write(left, Bundles.of("0.20.0"));

      Prepared prepared = prepare(ollama, engine("0.12.6"));

      assertThat(prepared.ready()).isTrue();
      assertThat(left).isDirectory();
      assertThat(FixedOllama.contents(left))
          .isEqualTo(FixedOllama.contents(unpacked("0.12.6").resolve("rocm")));
    }
  }

  @Test
  void whatIsStagedIsRemovedWhenTheDeploymentHasEnded() {
    FixedOllama ollama = FixedOllama.in(root, "0.12.6");
    prepare(ollama, engine("0.12.6"));

    OllamaBundle.tidy(ollama.installation());

    assertThat(root.resolve("usr/local/lib/.hearth-ollama-bundle")).doesNotExist();
  }

  /** Where the backups lie on another disk, the former libraries wait beside the staged ones. */
  @Test
  void whatADeploymentKeepsToGoBackToStays() {
    FixedOllama ollama = FixedOllama.in(root, "0.12.6");
    prepare(ollama, engine("0.12.6"));
    Path kept = root.resolve("usr/local/lib/.hearth-ollama-bundle/.rocm.former-1");
    FixedOllama.write(kept, Bundles.of("0.20.0"));

    OllamaBundle.tidy(ollama.installation());
    Prepared prepared = prepare(ollama, engine("0.12.6"));

    assertThat(kept).isDirectory();
    assertThat(prepared.changes()).noneMatch(each -> each.path().toString().contains("former"));
  }

  private static String sum(String text) {
    return java.util.HexFormat.of().formatHex(Sums.sha256().digest(Bundles.bytes(text)));
  }

  private Path unpacked(String version) {
    Path folder = root.resolve("source-" + version);
    if (!Files.exists(folder)) {
      FixedOllama.write(folder, Bundles.of(version));
    }
    return folder;
  }

  private static List<String> bundlePaths(String version, String prefix) {
    return Bundles.of(version).keySet().stream().filter(each -> each.startsWith(prefix)).toList();
  }

  private static ScriptedEngine engine(String version) {
    return new ScriptedEngine(Bundles.of(version));
  }

  private static BundleSource official(String version) {
    return BundleSource.official("podman", OllamaVersion.parse(version).orElseThrow());
  }

  private static OllamaBundle.Request request(FixedOllama ollama, BundleSource source) {
    return new OllamaBundle.Request(ollama.installation(), source, Optional.of("gfx1100"), NOON);
  }

  private static OllamaBundle bundle(FixedOllama ollama, ScriptedEngine engine, long free) {
    return new OllamaBundle(ollama.machine(), engine, _ -> free);
  }

  private Prepared prepare(String version, Map<String, Bundles.Item> items) {
    return prepare(FixedOllama.in(root, version), new ScriptedEngine(items));
  }

  private static Prepared prepare(FixedOllama ollama, ScriptedEngine engine) {
    BundleSource source = official(ollama.installation().requireVersion().text());
    return bundle(ollama, engine, PLENTY).prepare(request(ollama, source));
  }

  private static Prepared prepare(FixedOllama ollama, BundleSource source) {
    return bundle(ollama, new ScriptedEngine(Map.of()), PLENTY).prepare(request(ollama, source));
  }

  private static Finding failure(Prepared prepared) {
    assertThat(prepared.findings()).filteredOn(Finding::failed).hasSize(1);
    return prepared.findings().stream().filter(Finding::failed).findFirst().orElseThrow();
  }

  private static Optional<Problem> problem(Runnable work) {
    try {
      work.run();
      return Optional.empty();
    } catch (ProblemException failed) {
      return Optional.of(failed.problem());
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
