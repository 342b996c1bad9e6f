package dev.hearth.deployment.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.deployment.edit.Change;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.doctor.Finding;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the bundle comes from: the same bundle, however it is packed. */
class SourcesTest {
  private static final String VERSION = "0.12.6";
  private static final String TAG = "docker.io/ollama/ollama:0.12.6-rocm";

  @TempDir Path root;
  private FixedOllama ollama;

  @BeforeEach
  void install() {
    ollama = FixedOllama.in(root.resolve("machine"), VERSION);
  }

  /** Lower layers first: a distribution, then Ollama's. */
  private static List<byte[]> layers() {
    return List.of(
        new TarText().file("etc/os-release", "ID=ubuntu").bytes(),
        new TarText().items("usr/lib/ollama/", Bundles.of(VERSION)).bytes());
  }

  private static List<byte[]> packed() {
    List<byte[]> layers = layers();
    return List.of(TarText.gzip(layers.getFirst()), TarText.zstd(layers.getLast()));
  }

  static Stream<byte[]> archives() {
    return Stream.of(
        SavedOllama.tar(SavedOllama.oci(TAG, layers())),
        SavedOllama.tar(SavedOllama.oci("0.12.6-rocm", packed())),
        SavedOllama.tar(SavedOllama.docker(TAG, layers())),
        TarText.gzip(SavedOllama.tar(SavedOllama.docker(TAG, layers()))),
        TarText.zstd(SavedOllama.tar(SavedOllama.oci(TAG, packed()))),
        new TarText().items("./lib/ollama/", Bundles.of(VERSION)).bytes(),
        TarText.gzip(new TarText().items("lib/ollama/", Bundles.of(VERSION)).bytes()),
        TarText.zstd(new TarText().items("lib/ollama/", Bundles.of(VERSION)).bytes()));
  }

  @ParameterizedTest
  @MethodSource("archives")
  void anArchiveGivesTheWholeBundle(byte[] archive) {
    assertWhole(prepare(archive));
  }

  @Test
  void anOciLayoutInAFolderGivesTheWholeBundle() {
    Path folder = SavedOllama.folder(root.resolve("layout"), SavedOllama.oci(TAG, packed()));

    assertWhole(prepare(new BundleSource.Unpacked(folder)));
  }

  @Test
  void anUnpackedArchiveGivesTheWholeBundle() {
    FixedOllama.write(root.resolve("unpacked/lib/ollama"), Bundles.of(VERSION));

    assertWhole(prepare(BundleSource.at(root.resolve("unpacked"))));
    assertWhole(prepare(BundleSource.at(root.resolve("unpacked/lib/ollama"))));
  }

  @Nested
  class Layers {
    @Test
    void mayRemoveWhatThoseBelowThemHave() {
      TarText upper =
          new TarText()
              .file("usr/lib/ollama/rocm/.wh.old.so", "")
              .file("usr/lib/ollama/rocm/rocblas/.wh..wh..opq", "")
              .items("usr/lib/ollama/", only("rocm/rocblas/"));
      List<byte[]> layers =
          List.of(
              new TarText()
                  .items("usr/lib/ollama/", Bundles.of(VERSION))
                  .file("usr/lib/ollama/rocm/old.so", "old")
                  .file("usr/lib/ollama/rocm/rocblas/library/stale.dat", "stale")
                  .bytes(),
              upper.bytes());

      assertWhole(prepare(SavedOllama.tar(SavedOllama.oci(TAG, layers))));
    }

    @Test
    void mayRemoveAllThatIsBelowByTheFolderAbove() {
      List<byte[]> layers =
          List.of(
              new TarText().file("usr/lib/ollama/rocm/old.so", "old").bytes(),
              new TarText()
                  .items("usr/lib/ollama/", Bundles.of(VERSION))
                  .file("usr/.wh.lib", "")
                  .bytes());

      assertWhole(prepare(SavedOllama.tar(SavedOllama.oci(TAG, layers))));
    }

    @Test
    void mayReplaceAFileByAFolderAndAFolderByALink() {
      List<byte[]> layers =
          List.of(
              new TarText()
                  .file("usr/lib/ollama/rocm/rocblas", "a file")
                  .file("usr/lib/ollama/rocm/libdrm.so/inside", "a folder")
                  .bytes(),
              layers().getLast());

      assertWhole(prepare(SavedOllama.tar(SavedOllama.oci(TAG, layers))));
    }

    @Test
    void mayHoldAFileUnderTwoNames() {
      Map<String, Bundles.Item> items = Bundles.of(VERSION);
      items.remove("rocm/libdrm.so.2");
      byte[] layer =
          new TarText()
              .items("usr/lib/ollama/", items)
              .hardLink("usr/lib/ollama/rocm/libdrm.so.2", "usr/lib/ollama/rocm/libdrm.so.2.124.0")
              .bytes();

      Prepared prepared = prepare(SavedOllama.tar(SavedOllama.oci(TAG, List.of(layer))));

      assertThat(prepared.ready()).isTrue();
      assertThat(staged(prepared).resolve("libdrm.so.2"))
          .isRegularFile()
          .hasSameBinaryContentAs(staged(prepared).resolve("libdrm.so.2.124.0"));
    }

    @Test
    void thatAreDamagedAreNamed() {
      Map<String, byte[]> files = SavedOllama.oci(TAG, layers());
      String layer = "blobs/sha256/" + TarText.sha256(layers().getLast());
      byte[] content = layers().getLast();
      content[600] ^= 1;
      files.put(layer, content);

      assertThat(refusal(SavedOllama.tar(files)).evidence())
          .startsWith("the layer " + layer + " is damaged: its sum is ");
    }

    @Test
    void thatAreMissingAreNamed() {
      Map<String, byte[]> files = SavedOllama.docker(TAG, layers());
      String layer = TarText.sha256(layers().getLast()) + ".tar";
      files.remove(layer);

      assertThat(refusal(SavedOllama.tar(files)).evidence())
          .isEqualTo("it lacks the layer " + layer);
    }
  }

  @Test
  void ofSeveralImagesTheOneOfTheInstalledVersionIsTaken() {
    Map<String, byte[]> both = SavedOllama.docker(TAG, layers());
    String mine = new String(both.get("manifest.json"), java.nio.charset.StandardCharsets.UTF_8);
    String other =
        "{\"RepoTags\":[\"docker.io/ollama/ollama:0.13.0-rocm\"],\"Layers\":[\"absent.tar\"]}";
    both.put("manifest.json", Bundles.bytes("[" + other + "," + mine.substring(1)));

    assertWhole(prepare(SavedOllama.tar(both)));
  }

  @Test
  void anImageOfAnotherVersionIsRefused() {
    byte[] image =
        SavedOllama.tar(SavedOllama.docker("docker.io/ollama/ollama:0.13.0-rocm", layers()));

    assertThat(prepare(image).findings())
        .filteredOn(Finding::failed)
        .extracting(Finding::what)
        .containsExactly("The image is of Ollama 0.13.0, and 0.12.6 is installed");
  }

  @Nested
  class AnArchiveIsRefused {
    @Test
    void whoseEntriesClimbOutOfIt() {
      assertRefused(
          new TarText().file("lib/ollama/rocm/../../../../../escaped", "x"),
          "an entry leads out of its folder: lib/ollama/rocm/../../../../../escaped");
    }

    @Test
    void whoseLinksLeadOutOfIt() {
      assertRefused(
          new TarText().link("lib/ollama/rocm/out", "../../../outside"),
          "a link leads out of its folder: rocm/out -> ../../../outside");
      assertRefused(
          new TarText().link("lib/ollama/rocm/out", "/etc/shadow"),
          "a link leads out of its folder: rocm/out -> /etc/shadow");
    }

    @Test
    void thatWritesThroughALinkOfItsOwn() {
      assertRefused(
          new TarText()
              .link("lib/ollama/rocm/here", "rocblas")
              .file("lib/ollama/rocm/here/file", "x"),
          "an entry lies behind a link: rocm/here/file");
    }

    @Test
    void thatHoldsADevice() {
      assertRefused(
          new TarText().device("lib/ollama/rocm/kfd"),
          "rocm/kfd is no file but a device or a pipe");
    }

    @Test
    void whoseHardLinkIsToAFileOutside() {
      assertRefused(
          new TarText().hardLink("lib/ollama/rocm/shadow", "etc/shadow"),
          "rocm/shadow is the same file as etc/shadow, outside lib/ollama");
    }

    private void assertRefused(TarText archive, String why) {
      Map<String, String> before = FixedOllama.contents(ollama.root());

      Problem problem = refusal(archive.bytes());

      assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_INPUT);
      assertThat(problem.evidence()).isEqualTo(why);
      assertThat(FixedOllama.contents(ollama.root())).isEqualTo(before);
    }
  }

  @Test
  void anArchiveThatUnpacksToMoreThanItsBudgetIsLeft() {
    StagedTree tree = new StagedTree(root.resolve("tree"), new Budget(100));

    assertThatThrownBy(
            () -> tree.file("big", new java.io.ByteArrayInputStream(new byte[101]), false))
        .hasMessage("it unpacks to more than 100 bytes");
  }

  @Test
  void aSourceThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> prepare(BundleSource.at(root.resolve("absent.tar"))))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("absent.tar does not exist");
  }

  /** Whatever the bytes: an answer, or a problem that a person can read. */
  @Test
  void damagedArchivesNeverThrowAnythingElse() {
    Random random = new Random(7);
    List<byte[]> archives = archives().toList();
    for (int round = 0; round < 160; round++) {
      byte[] archive = archives.get(round % archives.size()).clone();
      int changes = 1 + random.nextInt(20);
      for (int change = 0; change < changes; change++) {
        archive[random.nextInt(archive.length)] = (byte) random.nextInt();
      }
      byte[] cut = Arrays.copyOf(archive, 1 + random.nextInt(archive.length));
      byte[] given = round % 3 == 0 ? cut : archive;
      try {
        assertThat(prepare(given).findings()).isNotEmpty();
      } catch (ProblemException told) {
        assertThat(told.problem().evidence()).isNotEmpty();
      }
    }
  }

  private static Map<String, Bundles.Item> only(String prefix) {
    Map<String, Bundles.Item> items = Bundles.of(VERSION);
    items.keySet().removeIf(each -> !each.startsWith(prefix));
    return items;
  }

  private Problem refusal(byte[] archive) {
    try {
      prepare(archive);
    } catch (ProblemException refused) {
      return refused.problem();
    }
    throw new AssertionError("it was taken");
  }

  private Prepared prepare(byte[] archive) {
    Path file = root.resolve("given");
    FixedOllama.put(file, archive);
    return prepare(BundleSource.at(file));
  }

  private Prepared prepare(BundleSource source) {
    return new OllamaBundle(ollama.machine(), new ScriptedEngine(Map.of()), _ -> 1L << 40)
        .prepare(
            new OllamaBundle.Request(
                ollama.installation(), source, Optional.of("gfx1100"), Instant.EPOCH));
  }

  private static Path staged(Prepared prepared) {
    return ((Change.Folder) prepared.changes().getFirst()).staged();
  }

  private void assertWhole(Prepared prepared) {
    assertThat(prepared.findings()).noneMatch(Finding::failed);
    Path source = root.resolve("expected");
    if (!source.toFile().exists()) {
      FixedOllama.write(source, Bundles.of(VERSION));
    }
    assertThat(FixedOllama.contents(staged(prepared)))
        .isEqualTo(FixedOllama.contents(source.resolve("rocm")));
  }
}
