package dev.hearth.inference.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.FakeHub.CutAfter;
import dev.hearth.inference.store.FakeHub.RedirectTo;
import dev.hearth.inference.store.FakeHub.Send;
import dev.hearth.inference.store.FakeHub.StallAfter;
import dev.hearth.inference.store.FakeHub.Status;
import dev.hearth.inference.store.FakeHub.WholeDespiteRange;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPullerTest {
  private static final String REPOSITORY = "immich-app/buffalo_s";
  private static final ModelName NAME = ModelName.of("buffalo_s");
  private static final byte[] DETECTION = TinyOnnx.ofWeights(300_000);
  private static final byte[] RECOGNITION = TinyOnnx.ofWeights(200_000);
  private static final Problem.Kind UNAVAILABLE = Problem.Kind.UNAVAILABLE;

  private final FakeHub server = new FakeHub();
  private final List<String> notes = new ArrayList<>();
  private final Progress progress =
      new Progress() {
        @Override
        public void says(String note) {
          notes.add(note);
        }
      };

  @TempDir Path root;

  @BeforeEach
  void theHubHoldsAFaceModel() {
    server
        .holds(REPOSITORY, "detection/model.onnx", DETECTION)
        .holds(REPOSITORY, "recognition/model.onnx", RECOGNITION)
        .holds(REPOSITORY, "README.md", "# Faces".getBytes(UTF_8))
        .holds(REPOSITORY, ".gitattributes", "*.onnx".getBytes(UTF_8))
        .holds(REPOSITORY, "detection/fp16/model.armnn", new byte[5000])
        .holds(REPOSITORY, "detection/rknpu/rk3588/model.rknn", new byte[5000]);
  }

  @AfterEach
  void closeTheHub() {
    server.close();
  }

  @Nested
  class APull {
    @Test
    void putsTheWholeRepositoryIntoTheModelsFolderExceptFormatsOfOtherRuntimes()
        throws IOException {
      ModelFolder folder = pull();

      assertThat(folder.path()).isEqualTo(root.resolve("facial-recognition/buffalo_s"));
      assertThat(files(folder.path()))
          .containsExactly(
              ".hearth.json",
              ".lock",
              "README.md",
              "detection/model.onnx",
              "recognition/model.onnx");
      assertThat(folder.requireOnnx(ModelType.DETECTION)).hasBinaryContent(DETECTION);
      assertThat(folder.requireOnnx(ModelType.RECOGNITION)).hasBinaryContent(RECOGNITION);
    }

    @Test
    void takesAllFilesFromOneCommitAndGraphsLast() {
      pull();

      assertThat(server.downloads())
          .extracting(FakeHub.Asked::path)
          .containsExactly(
              "/" + REPOSITORY + "/resolve/" + FakeHub.COMMIT + "/README.md",
              "/" + REPOSITORY + "/resolve/" + FakeHub.COMMIT + "/detection/model.onnx",
              "/" + REPOSITORY + "/resolve/" + FakeHub.COMMIT + "/recognition/model.onnx");
    }

    @Test
    void writesDownWhatItPlaced() {
      ModelFolder folder = pull();

      Manifest manifest = Manifest.of(folder.path()).orElseThrow();
      assertThat(manifest.source()).isEqualTo(REPOSITORY);
      assertThat(manifest.revision()).isEqualTo(FakeHub.COMMIT);
      assertThat(manifest.item("detection/model.onnx"))
          .contains(
              new Manifest.Item(
                  "detection/model.onnx", DETECTION.length, FakeHub.sum("SHA-256", DETECTION)));
    }

    @Test
    void ofACompleteModelAsksNobody() {
      pull();
      int before = server.requests().size();

      pull();

      assertThat(server.requests()).hasSize(before);
    }

    @Test
    void fetchesOnlyWhatAnImmichCacheLacks() throws IOException {
      byte[] rewritten = TinyOnnx.ofWeights(77);
      write("facial-recognition/buffalo_s/recognition/model.onnx", rewritten);

      ModelFolder folder = pull();

      assertThat(server.downloads()).extracting(FakeHub.Asked::path).hasSize(2);
      assertThat(folder.requireOnnx(ModelType.RECOGNITION)).hasBinaryContent(rewritten);
    }

    @Test
    void tellsItsProgressInBytes() {
      List<Long> done = new ArrayList<>();
      long[] total = {0};
      Progress bar =
          new Progress() {
            @Override
            public void begins(String what, long totalBytes) {
              total[0] = totalBytes;
            }

            @Override
            public void advances(long doneBytes) {
              done.add(doneBytes);
            }
          };

      puller().pull(Task.FACES, NAME, bar);

      assertThat(total[0]).isEqualTo(7L + DETECTION.length + RECOGNITION.length);
      assertThat(done).isSorted().last().isEqualTo(total[0]);
    }

    @Test
    void learnsChecksumsFromTheFilesWhereTheListingHasNone() {
      byte[] flipped = DETECTION.clone();
      flipped[150_000] ^= 1;
      server.listsNamesOnly();
      server.misbehaves("detection/model.onnx", new Send(flipped));

      ModelFolder folder = pull();

      assertThat(folder.requireOnnx(ModelType.DETECTION)).hasBinaryContent(DETECTION);
      assertThat(server.downloads()).hasSize(4);
    }

    @Test
    void ofAnotherRevisionLiesOneFolderDeeper() {
      HubSettings other =
          new HubSettings(
              server.address(), Optional.empty(), false, "immich-app", "v2", impatient());
      ModelStore store = new ModelStore(List.of(root), "v2", _ -> true);

      ModelFolder folder = puller(store, other, FreeSpace.OF_DISK).pull(Task.FACES, NAME, progress);

      assertThat(folder.path()).isEqualTo(root.resolve("facial-recognition/buffalo_s/v2"));
      assertThat(store.find(Task.FACES, NAME)).contains(folder);
      assertThat(new ModelStore(List.of(root)).find(Task.FACES, NAME)).isEmpty();
      assertThat(server.requests().getFirst().path()).endsWith("/revision/v2");
    }
  }

  @Nested
  class ABrokenLine {
    @Test
    void isContinuedWhereItWasCut() {
      server.misbehaves(
          "detection/model.onnx", new CutAfter(100_000), new CutAfter(50_000), new CutAfter(1));

      ModelFolder folder = pull();

      assertThat(folder.requireOnnx(ModelType.DETECTION)).hasBinaryContent(DETECTION);
      assertThat(ranges("detection/model.onnx"))
          .containsExactly("", "bytes=100000-", "bytes=150000-", "bytes=150001-");
    }

    @Test
    void isContinuedByTheNextRun() throws IOException {
      write("facial-recognition/buffalo_s/detection/model.onnx.part", head(DETECTION, 120_000));

      ModelFolder folder = pull();

      assertThat(folder.requireOnnx(ModelType.DETECTION)).hasBinaryContent(DETECTION);
      assertThat(ranges("detection/model.onnx")).containsExactly("bytes=120000-");
    }

    @Test
    void startsOverWhenTheHubCannotContinue() throws IOException {
      write("facial-recognition/buffalo_s/detection/model.onnx.part", head(DETECTION, 120_000));
      server.misbehaves("detection/model.onnx", new WholeDespiteRange());

      assertThat(pull().requireOnnx(ModelType.DETECTION)).hasBinaryContent(DETECTION);
    }

    @Test
    void startsOverWhenThePartWasOfAnotherFile() throws IOException {
      write("facial-recognition/buffalo_s/detection/model.onnx.part", new byte[120_000]);

      assertThat(pull().requireOnnx(ModelType.DETECTION)).hasBinaryContent(DETECTION);
      assertThat(ranges("detection/model.onnx")).containsExactly("bytes=120000-", "");
    }

    @Test
    void thatStandsStillIsLeftAndContinued() {
      server.misbehaves("detection/model.onnx", new StallAfter(100_000, 5_000));
      long start = System.nanoTime();

      ModelFolder folder = pull();

      assertThat(folder.requireOnnx(ModelType.DETECTION)).hasBinaryContent(DETECTION);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      assertThat(notes).anyMatch(note -> note.contains("no byte came for 400 ms"));
    }

    @Test
    void isGivenUpAfterManyTriesWithoutProgressAndLeavesOnlyThePart() throws IOException {
      CutAfter atOnce = new CutAfter(0);
      server.misbehaves("detection/model.onnx", new CutAfter(1000), atOnce, atOnce, atOnce, atOnce);

      Problem problem = problemOfPull();

      assertThat(problem.kind()).isEqualTo(UNAVAILABLE);
      assertThat(problem.remedy()).contains("kept and continued");
      assertThat(files(root.resolve("facial-recognition/buffalo_s")))
          .containsExactly(".lock", "README.md", "detection/model.onnx.part");
    }

    @Test
    void thatCannotBeOpenedNamesTheRemedy() {
      server.close();

      Problem problem = problemOfPull();

      assertThat(problem.kind()).isEqualTo(UNAVAILABLE);
      assertThat(problem.remedy()).contains("HF_ENDPOINT");
    }
  }

  @Nested
  class WrongContent {
    @Test
    void isFetchedASecondTime() {
      byte[] flipped = DETECTION.clone();
      flipped[150_000] ^= 1;
      server.misbehaves("detection/model.onnx", new Send(flipped));

      assertThat(pull().requireOnnx(ModelType.DETECTION)).hasBinaryContent(DETECTION);
    }

    @Test
    void isNeverPlaced() throws IOException {
      byte[] flipped = DETECTION.clone();
      flipped[150_000] ^= 1;
      server.misbehaves("detection/model.onnx", new Send(flipped), new Send(flipped));

      Problem problem = problemOfPull();

      assertThat(problem.kind()).isEqualTo(UNAVAILABLE);
      assertThat(problem.evidence())
          .contains(FakeHub.sum("SHA-256", DETECTION))
          .contains(FakeHub.sum("SHA-256", flipped));
      assertThat(root.resolve("facial-recognition/buffalo_s/detection/model.onnx")).doesNotExist();
    }

    @Test
    void ofASmallFileIsFoundByItsGitId() {
      server.misbehaves("README.md", new Send("# Fakes".getBytes(UTF_8)));

      assertThat(pull().file("README.md").orElseThrow()).hasContent("# Faces");
      assertThat(ranges("README.md")).hasSize(2);
    }

    @Test
    void largerThanAnnouncedIsCutOff() throws IOException {
      byte[] larger = TinyOnnx.ofWeights(900_000);
      Send more = new Send(larger);
      server.misbehaves("detection/model.onnx", more, more, more, more, more);

      assertThat(problemOfPull().evidence()).contains("more than the " + DETECTION.length);
      assertThat(Files.size(root.resolve("facial-recognition/buffalo_s/detection/model.onnx.part")))
          .isZero();
    }

    @Test
    void ofNamesThatLeaveTheFolderIsRefusedBeforeAnythingIsWritten() {
      for (String name :
          List.of("../x/model.onnx", "a/../../model.onnx", "/model.onnx", "a//model.onnx")) {
        server.holds("immich-app/evil", name, TinyOnnx.ofWeights(10));

        Problem problem = problemOf(ModelName.of("evil"));

        assertThat(problem.what()).contains("leaves the model's folder");
        assertThat(server.downloads()).isEmpty();
        assertThat(root).isEmptyDirectory();
      }
    }

    @Test
    void throughALinkOutOfTheFolderIsRefused(@TempDir Path elsewhere) throws IOException {
      Files.createDirectories(root.resolve("facial-recognition/buffalo_s"));
      Files.createSymbolicLink(root.resolve("facial-recognition/buffalo_s/detection"), elsewhere);

      assertThat(problemOfPull().evidence()).contains("symbolic link");
      assertThat(elsewhere).isEmptyDirectory();
    }
  }

  @Nested
  class ARefusal {
    @Test
    void ofAnUnknownModelLeavesNothingBehind() {
      Problem problem = problemOf(ModelName.of("no-such-model"));

      assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
      assertThat(problem.what()).contains("immich-app/no-such-model").contains("revision main");
      assertThat(problem.evidence()).isEqualTo("127.0.0.1 answered 404");
      assertThat(root).isEmptyDirectory();
    }

    @Test
    void forWantOfATokenSaysSo() {
      server.misbehaves("/revision/main", new Status(401, ""));

      assertThat(problemOfPull().remedy()).contains("set HF_TOKEN");
    }

    @Test
    void forTermsNotAcceptedSaysSo() {
      server.misbehaves("/revision/main", new Status(403, ""));

      assertThat(problemOfPull().remedy()).contains("Accept the model's terms");
    }

    @Test
    void thatPassesIsWaitedFor() {
      server.misbehaves("/revision/main", new Status(429, "0"), new Status(503, ""));
      server.misbehaves("detection/model.onnx", new Status(500, ""));

      assertThat(pull().missing()).isEmpty();
      assertThat(notes).hasSize(3).first().asString().contains("answered 429");
    }

    @Test
    void thatAsksToWaitTooLongIsToldToTheUser() {
      server.misbehaves("/revision/main", new Status(429, "3600"));

      assertThat(problemOfPull().remedy()).contains("3600 s");
    }

    @Test
    void toUseTheNetworkComesBeforeAnyRequest() {
      HubSettings offline =
          new HubSettings(
              server.address(), Optional.empty(), true, "immich-app", "main", impatient());
      ModelPuller puller = puller(store(), offline, FreeSpace.OF_DISK);

      Problem problem = problem(() -> puller.pull(Task.FACES, NAME, progress));

      assertThat(problem.evidence()).isEqualTo("HF_HUB_OFFLINE is set");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Nested
  class TheToken {
    private final HubSettings withToken =
        new HubSettings(
            server.address(), Optional.of("hf_secret"), false, "immich-app", "main", impatient());

    @Test
    void goesToTheHub() {
      puller(store(), withToken, FreeSpace.OF_DISK).pull(Task.FACES, NAME, progress);

      assertThat(server.requests())
          .extracting(FakeHub.Asked::authorization)
          .containsOnly(Optional.of("Bearer hf_secret"));
    }

    @Test
    void isNotCarriedToAnotherHost() {
      try (FakeHub content = new FakeHub()) {
        content.holds(REPOSITORY, "detection/model.onnx", DETECTION);
        server.misbehaves("detection/model.onnx", new RedirectTo(content.address()));

        ModelFolder folder =
            puller(store(), withToken, FreeSpace.OF_DISK).pull(Task.FACES, NAME, progress);

        assertThat(folder.requireOnnx(ModelType.DETECTION)).hasBinaryContent(DETECTION);
        assertThat(content.requests()).hasSize(1);
        assertThat(content.requests().getFirst().authorization()).isEmpty();
      }
    }

    @Test
    void isNeverPrinted() {
      assertThat(withToken.toString()).doesNotContain("hf_secret").contains("token set");
    }
  }

  @Nested
  class TheDisk {
    @Test
    void withoutRoomIsToldBeforeAnythingIsFetched() {
      ModelPuller puller = puller(store(), settings(), _ -> Space.MARGIN + 400_000);

      Problem problem = problem(() -> puller.pull(Task.FACES, NAME, progress));

      assertThat(problem.kind()).isEqualTo(UNAVAILABLE);
      assertThat(problem.what()).contains("no room").contains("facial-recognition/buffalo_s");
      assertThat(server.downloads()).isEmpty();
      assertThat(root.resolve("facial-recognition/buffalo_s")).doesNotExist();
    }

    @Test
    void needsRoomOnlyForWhatIsNotHereYet() throws IOException {
      write("facial-recognition/buffalo_s/detection/model.onnx.part", head(DETECTION, 200_000));
      ModelPuller puller = puller(store(), settings(), _ -> Space.MARGIN + 400_000);

      assertThat(puller.pull(Task.FACES, NAME, progress).missing()).isEmpty();
    }

    @Test
    void thatCannotBeWrittenIsLeftAloneAndTheRemedyNamed() {
      ModelStore readOnly = new ModelStore(List.of(root), "main", _ -> false);

      Problem problem =
          problem(() ->
              puller(readOnly, settings(), FreeSpace.OF_DISK).pull(Task.FACES, NAME, progress));

      assertThat(problem.kind()).isEqualTo(UNAVAILABLE);
      assertThat(problem.remedy()).contains("MACHINE_LEARNING_CACHE_FOLDER").contains("--models");
      assertThat(server.requests()).isEmpty();
      assertThat(root).isEmptyDirectory();
    }

    @Test
    void thatIsAFileIsNoStore() throws IOException {
      Path file = Files.writeString(root.resolve("file"), "");
      ModelStore store = new ModelStore(List.of(file));

      assertThat(store.list()).isEmpty();
      assertThat(problem(store::writableRoot).evidence()).contains("not a folder");
    }
  }

  @Nested
  class ManyAtOnce {
    @Test
    void fetchTheModelOnce() throws Exception {
      server.misbehaves("detection/model.onnx", new StallAfter(1000, 100));
      List<Future<ModelFolder>> pulls = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 8; i++) {
          ModelPuller own = puller(new ModelStore(List.of(root)), settings(), FreeSpace.OF_DISK);
          pulls.add(threads.submit(() -> own.pull(Task.FACES, NAME, Progress.NONE)));
        }
      }

      for (Future<ModelFolder> pull : pulls) {
        assertThat(pull.get().missing()).isEmpty();
      }
      assertThat(server.downloads()).hasSize(3);
    }
  }

  @Nested
  class ACorruptFile {
    @Test
    void isMovedAsideAndFetchedAgainWhileItsSiblingsStay() throws IOException {
      ModelFolder folder = pull();
      Path detection = folder.requireOnnx(ModelType.DETECTION);
      Files.write(detection, new byte[] {1, 2, 3});
      Path mine = Files.writeString(folder.path().resolve("mine.txt"), "keep me");

      ModelFolder repaired = puller().repair(folder, detection, progress);

      assertThat(repaired.requireOnnx(ModelType.DETECTION)).hasBinaryContent(DETECTION);
      assertThat(detection.resolveSibling("model.onnx.corrupt-1"))
          .hasBinaryContent(new byte[] {1, 2, 3});
      assertThat(mine).hasContent("keep me");
      assertThat(ranges("detection/model.onnx")).hasSize(2);
      assertThat(ranges("recognition/model.onnx")).hasSize(1);
    }

    @Test
    void ofAReadOnlyStoreStaysWhereItIs() throws IOException {
      pull();
      ModelStore readOnly = new ModelStore(List.of(root), "main", _ -> false);
      ModelFolder folder = readOnly.find(Task.FACES, NAME).orElseThrow();
      Path detection = folder.requireOnnx(ModelType.DETECTION);

      Problem problem = problem(() -> readOnly.quarantine(folder, detection));

      assertThat(problem.what()).contains("read-only store");
      assertThat(detection).exists();
    }
  }

  @Nested
  class ATextModel {
    @Test
    void takesItsGraphTokenizerAndConfigurationOnly() throws IOException {
      textModel("Xenova/finbert");

      ModelFolder folder = puller().pull(Task.TEXT, ModelName.of("Xenova/finbert"), progress);

      assertThat(folder.path()).isEqualTo(root.resolve("text/finbert"));
      assertThat(files(folder.path()))
          .containsExactly(
              ".hearth.json",
              ".lock",
              "config.json",
              "model.onnx",
              "model.onnx_data",
              "tokenizer.json");
    }

    @Test
    void withoutAGraphIsTakenFromWhereItWasConvertedIfThatIsKnown() {
      server.holds("ProsusAI/finbert", "pytorch_model.bin", new byte[2000]);
      textModel("Xenova/finbert");

      ModelFolder folder = puller().pull(Task.TEXT, ModelName.of("ProsusAI/finbert"), progress);

      assertThat(folder.missing()).isEmpty();
      assertThat(Manifest.of(folder.path()).orElseThrow().source()).isEqualTo("Xenova/finbert");
      assertThat(notes).anyMatch(note -> note.contains("Xenova/finbert"));
    }

    @Test
    void withoutAGraphAnywhereSaysHowToMakeOne() {
      server.holds("someone/bert", "pytorch_model.bin", new byte[2000]);

      Problem problem =
          problem(() -> puller().pull(Task.TEXT, ModelName.of("someone/bert"), progress));

      assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
      assertThat(problem.remedy()).contains("optimum-cli export onnx --model someone/bert");
    }

    @Test
    void isRepairedFromWhereItCame() throws IOException {
      textModel("Xenova/finbert");
      ModelFolder folder = puller().pull(Task.TEXT, ModelName.of("Xenova/finbert"), progress);
      Path graph = folder.requireOnnx(ModelType.CLASSIFICATION);
      Files.write(graph, new byte[1]);

      ModelFolder repaired = puller().repair(folder, graph, progress);

      assertThat(repaired.missing()).isEmpty();
      assertThat(graph).hasBinaryContent(TinyOnnx.withData("model.onnx_data"));
    }

    private void textModel(String repository) {
      server
          .holds(repository, "onnx/model.onnx", TinyOnnx.withData("model.onnx_data"))
          .holds(repository, "onnx/model.onnx_data", new byte[3000])
          .holds(repository, "onnx/model_quantized.onnx", TinyOnnx.ofWeights(2000))
          .holds(repository, "pytorch_model.bin", new byte[4000])
          .holds(repository, "tokenizer.json", "{}".getBytes(UTF_8))
          .holds(repository, "config.json", "{}".getBytes(UTF_8));
    }
  }

  @Nested
  class AnOcrModel {
    @Test
    void thatIsNotOnTheHubNamesTheFolderToCopy() {
      Problem problem =
          problem(() -> puller().pull(Task.OCR, ModelName.of("PP-OCRv5_mobile"), progress));

      assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
      assertThat(problem.remedy()).contains("ocr/PP-OCRv5_mobile").contains("starter");
    }

    @Test
    void ofALanguageSharesItsFamilysDetection() {
      byte[] detection = TinyOnnx.ofWeights(11);
      byte[] recognition = TinyOnnx.ofWeights(12);
      server
          .holds("immich-app/EN__PP-OCRv5_mobile", "recognition/model.onnx", recognition)
          .holds("immich-app/PP-OCRv5_mobile", "detection/model.onnx", detection)
          .holds("immich-app/PP-OCRv5_mobile", "recognition/model.onnx", TinyOnnx.ofWeights(13));

      ModelFolder folder = puller().pull(Task.OCR, ModelName.of("EN__PP-OCRv5_mobile"), progress);

      assertThat(folder.requireOnnx(ModelType.RECOGNITION)).hasBinaryContent(recognition);
      assertThat(folder.requireOnnx(ModelType.DETECTION))
          .isEqualTo(root.resolve("ocr/PP-OCRv5_mobile/detection/model.onnx"))
          .hasBinaryContent(detection);
    }
  }

  private ModelFolder pull() {
    return puller().pull(Task.FACES, NAME, progress);
  }

  private Problem problemOfPull() {
    return problemOf(NAME);
  }

  private Problem problemOf(ModelName name) {
    return problem(() -> puller().pull(Task.FACES, name, progress));
  }

  static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    ProblemException thrown = catchThrowableOfType(ProblemException.class, call);
    assertThat(thrown).as("a problem").isNotNull();
    return thrown.problem();
  }

  private ModelPuller puller() {
    return puller(store(), settings(), FreeSpace.OF_DISK);
  }

  private static ModelPuller puller(ModelStore store, HubSettings settings, FreeSpace space) {
    StarterSources none =
        new StarterSources(
            List.of(),
            Path.of("none"),
            command -> {
              throw new AssertionError("started " + command);
            });
    return new ModelPuller(store, new Hub(settings), new StarterModels(none), space);
  }

  private ModelStore store() {
    return new ModelStore(List.of(root));
  }

  private HubSettings settings() {
    return settings(server.address());
  }

  static HubSettings settings(URI endpoint) {
    return new HubSettings(endpoint, Optional.empty(), false, "immich-app", "main", impatient());
  }

  private static HubSettings.Patience impatient() {
    return new HubSettings.Patience(
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofMillis(400),
        4,
        Duration.ofMillis(5),
        Duration.ofMillis(500));
  }

  private List<String> ranges(String pathEnd) {
    return server.downloads().stream()
        .filter(asked -> asked.path().endsWith(pathEnd))
        .map(asked -> asked.range().orElse(""))
        .toList();
  }

  private void write(String file, byte[] content) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.write(root.resolve(file), content);
  }

  private static byte[] head(byte[] content, int count) {
    return java.util.Arrays.copyOf(content, count);
  }

  static List<String> files(Path folder) throws IOException {
    try (var walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
