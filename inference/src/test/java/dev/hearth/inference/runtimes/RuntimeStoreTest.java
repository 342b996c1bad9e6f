package dev.hearth.inference.runtimes;

import static dev.hearth.inference.runtimes.TinyPackages.VULKAN;
import static dev.hearth.inference.runtimes.TinyPackages.VULKAN_LIBRARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.RuntimeLibraries;
import dev.hearth.inference.store.FreeSpace;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeStoreTest {
  @TempDir Path home;
  @TempDir Path system;

  private final List<Command> started = new ArrayList<>();
  private Path folder = Path.of("");
  private FreeSpace space = FreeSpace.OF_DISK;
  private byte[] cudaProvider = TinyPackages.noise(5, 4_000);

  @BeforeEach
  void moveIn() {
    folder = home.resolve("data/hearth/runtimes");
  }

  private RuntimeStore store(CommandRunner programs) {
    return store(programs, TinyPackages.catalogue(cudaProvider));
  }

  private RuntimeStore store(CommandRunner programs, Catalogue catalogue) {
    CommandRunner noting =
        command -> {
          started.add(command);
          return programs.run(command);
        };
    return new RuntimeStore(
        folder,
        new RuntimeSurroundings(
            noting,
            new Machine(FileTree.under(system)),
            "",
            space,
            InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z"))),
        catalogue);
  }

  private static Finished npm(Command command) {
    return TinyPackages.packs(command, VULKAN);
  }

  private InstalledRuntime vulkan() {
    return store(RuntimeStoreTest::npm).install(Provider.VULKAN, Optional.empty(), Progress.NONE);
  }

  private Problem refused(CommandRunner programs, Provider provider, Optional<Path> from) {
    RuntimeStore store = store(programs);
    return problem(() -> store.install(provider, from, Progress.NONE));
  }

  static Problem problem(Runnable refused) {
    return catchThrowableOfType(ProblemException.class, refused::run).problem();
  }

  static List<String> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException trouble) {
      throw new UncheckedIOException(trouble);
    }
  }

  @Nested
  class Vulkan {
    @Test
    void isTakenOutOfItsPackageAndNothingElseStays() {
      InstalledRuntime runtime = vulkan();

      Path core = folder.resolve("vulkan/libonnxruntime.so.1");
      assertThat(runtime)
          .isEqualTo(
              new InstalledRuntime(
                  Provider.VULKAN,
                  "1.29.0",
                  "npm onnxruntime-node@1.29.0",
                  folder.resolve("vulkan"),
                  VULKAN_LIBRARY.length,
                  new RuntimeLibraries(Provider.VULKAN, core, Optional.empty(), Optional.empty())));
      assertThat(core).hasBinaryContent(VULKAN_LIBRARY);
      assertThat(files(folder))
          .containsExactly(".lock", "vulkan/libonnxruntime.so.1", "vulkan/manifest.json");
    }

    @Test
    void isFetchedByTheOrdinaryClientInAFolderOfOurs() {
      vulkan();

      Path scratch = folder.resolve("vulkan.part/fetched");
      assertThat(started).hasSize(1);
      assertThat(started.getFirst().argv())
          .containsExactly(
              "npm",
              "pack",
              "onnxruntime-node@1.29.0",
              "--ignore-scripts",
              "--loglevel=error",
              "--no-update-notifier",
              "--cache",
              scratch.resolve("cache").toString(),
              "--pack-destination",
              scratch.toString());
    }

    @Test
    void isInstalledOnce() {
      InstalledRuntime first = vulkan();

      assertThat(vulkan()).isEqualTo(first);
      assertThat(started).hasSize(1);
      assertThat(store(RuntimeStoreTest::npm).find(Provider.VULKAN)).contains(first);
      assertThat(store(RuntimeStoreTest::npm).list()).containsExactly(first);
    }

    @Test
    void thatIsWholeIsUsedWhereNothingCanBeWritten() throws IOException {
      InstalledRuntime first = vulkan();
      Files.delete(folder.resolve(".lock"));
      Files.createDirectory(folder.resolve(".lock"));

      assertThat(vulkan()).isEqualTo(first);
    }

    @Test
    void isRemovedWithAllThatIsLeft() throws IOException {
      vulkan();
      Files.createDirectories(folder.resolve("vulkan.part/fetched"));

      assertThat(store(RuntimeStoreTest::npm).remove(Provider.VULKAN)).isTrue();
      assertThat(folder).doesNotExist();
      assertThat(store(RuntimeStoreTest::npm).remove(Provider.VULKAN)).isFalse();
      assertThat(folder).doesNotExist();
    }

    @Test
    void isRefusedOnArm64WithTheReason() {
      RuntimeStore store =
          store(RuntimeStoreTest::npm, TinyPackages.catalogue(Architecture.ARM64, cudaProvider));

      Problem problem =
          problem(() -> store.install(Provider.VULKAN, Optional.empty(), Progress.NONE));

      assertThat(problem.what()).isEqualTo("There is no Vulkan runtime for arm64");
      assertThat(problem.evidence()).contains("built without the WebGPU provider");
      assertThat(started).isEmpty();
    }

    @Test
    void isNotLookedForInAPackageOfAnotherVersion() {
      Catalogue catalogue = new Catalogue("1.30.0", Architecture.X86_64, java.util.Map.of());
      RuntimeStore store = store(RuntimeStoreTest::npm, catalogue);

      assertThat(store.refusal(Provider.VULKAN).orElseThrow().evidence())
          .isEqualTo("the Java classes are of ONNX Runtime 1.30.0");
    }
  }

  @Nested
  class WithoutANetwork {
    @Test
    void theClientThatIsMissingIsNamedAndHowToDoWithoutIt() {
      Problem problem =
          refused(
              _ -> {
                throw new ProblemException(
                    Problem.Kind.NOT_FOUND, "The program npm cannot be started", "");
              },
              Provider.VULKAN,
              Optional.empty());

      assertThat(problem.what()).isEqualTo("onnxruntime-node@1.29.0 could not be fetched with npm");
      assertThat(problem.evidence()).isEqualTo("The program npm cannot be started");
      assertThat(problem.remedy())
          .isEqualTo(
              "Install npm (Debian, Ubuntu: sudo apt install npm), or fetch"
                  + " onnxruntime-node-1.29.0.tgz on another machine and install it with --from"
                  + " FILE.");
      assertThat(files(folder)).isEmpty();
    }

    @Test
    void theClientsComplaintIsQuoted() {
      Problem problem =
          refused(
              _ -> new Finished(1, "", "npm error code ENOTFOUND\nnpm error network\n"),
              Provider.VULKAN,
              Optional.empty());

      assertThat(problem.evidence()).isEqualTo("exit code 1: npm error code ENOTFOUND");
      assertThat(problem.remedy()).startsWith("Check the network, and the proxy and registry");
    }

    @Test
    void aClientThatWritesNothingHasFailed() {
      assertThat(
              refused(_ -> new Finished(0, "", ""), Provider.VULKAN, Optional.empty()).evidence())
          .isEqualTo("exit code 0");
    }

    @Test
    void thePackageMayComeFromAFile() throws IOException {
      Path file = Files.write(home.resolve("taken.tgz"), VULKAN);

      store(RuntimeStoreTest::npm).install(Provider.VULKAN, Optional.of(file), Progress.NONE);

      assertThat(folder.resolve("vulkan/libonnxruntime.so.1")).hasBinaryContent(VULKAN_LIBRARY);
      assertThat(file).exists();
      assertThat(started).isEmpty();
    }

    @Test
    void soMayItsLibrary() throws IOException {
      Path file = Files.write(home.resolve("libonnxruntime.so.1"), VULKAN_LIBRARY);

      store(RuntimeStoreTest::npm).install(Provider.VULKAN, Optional.of(file), Progress.NONE);

      assertThat(folder.resolve("vulkan/libonnxruntime.so.1")).hasBinaryContent(VULKAN_LIBRARY);
    }

    @Test
    void anyOtherFileIsRefused() throws IOException {
      Path file = Files.write(home.resolve("other.tgz"), TinyPackages.noise(8, 100));

      Problem problem = refused(RuntimeStoreTest::npm, Provider.VULKAN, Optional.of(file));

      assertThat(problem.what()).startsWith("other.tgz is not the package that Hearth knows");
      assertThat(problem.remedy()).contains("onnxruntime-node-1.29.0.tgz");
      assertThat(files(folder)).isEmpty();
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
      Path none = home.resolve("none.tgz");

      assertThat(refused(RuntimeStoreTest::npm, Provider.VULKAN, Optional.of(none)).evidence())
          .contains("none.tgz");
    }
  }

  @Nested
  class APackageWithAnotherContent {
    @Test
    void isNeverUnpacked() {
      byte[] changed = VULKAN.clone();
      changed[changed.length / 2] ^= 1;

      Problem problem =
          refused(
              command -> TinyPackages.packs(command, changed), Provider.VULKAN, Optional.empty());

      assertThat(problem.what()).contains("its checksum is another");
      assertThat(problem.evidence())
          .isEqualTo(
              "sha256 "
                  + TinyPackages.sha256(changed)
                  + " instead of "
                  + TinyPackages.sha256(VULKAN));
      assertThat(files(folder)).isEmpty();
    }

    @Test
    void leavesTheInstalledOneAlone() throws IOException {
      InstalledRuntime before = vulkan();
      Path file = Files.write(home.resolve("half.tgz"), Arrays.copyOf(VULKAN, 2_000));

      refused(RuntimeStoreTest::npm, Provider.VULKAN, Optional.of(file));

      assertThat(store(RuntimeStoreTest::npm).find(Provider.VULKAN)).contains(before);
    }

    @Test
    void isRefusedEvenWhenOnlyTheKeptFileDiffers() {
      PinnedPackage pinned = TinyPackages.vulkan();
      PinnedPackage other =
          new PinnedPackage(
              pinned.client(),
              pinned.coordinates(),
              pinned.file(),
              pinned.licence(),
              pinned.bytes(),
              pinned.sha256(),
              pinned.core(),
              pinned.binding(),
              pinned.linked(),
              List.of(
                  new PinnedPackage.Item(
                      "package/bin/core.so.1", "libonnxruntime.so.1", 19_999, "00")),
              List.of());
      RuntimeStore store =
          store(
              RuntimeStoreTest::npm,
              new Catalogue(
                  "1.29.0", Architecture.X86_64, java.util.Map.of(Provider.VULKAN, other)));

      assertThat(
              problem(() -> store.install(Provider.VULKAN, Optional.empty(), Progress.NONE))
                  .evidence())
          .isEqualTo("package/bin/core.so.1 is larger than it should be");
      assertThat(files(folder)).isEmpty();
    }
  }

  @Nested
  class Damage {
    private Path core() {
      return folder.resolve("vulkan/libonnxruntime.so.1");
    }

    private Problem found() {
      RuntimeStore store = store(RuntimeStoreTest::npm);
      return problem(() -> store.find(Provider.VULKAN));
    }

    @Test
    void ofOneByteIsSeenThoughSizeAndTimeAreTheSame() throws IOException {
      vulkan();
      FileTime time = Files.getLastModifiedTime(core());
      byte[] content = Files.readAllBytes(core());
      content[7] ^= 1;
      Files.write(core(), content);
      Files.setLastModifiedTime(core(), time);

      assertThat(found().what())
          .isEqualTo("The installed Vulkan runtime is damaged; it is not loaded");
      assertThat(found().evidence()).isEqualTo(core() + " is not the file that was installed");
      assertThat(found().remedy()).isEqualTo("hearth runtimes install vulkan");
    }

    @Test
    void ofAMissingFileIsSeen() throws IOException {
      vulkan();
      Files.delete(core());

      assertThat(found().evidence()).isEqualTo(core() + " is missing");
    }

    @Test
    void ofTheManifestIsSeen() throws IOException {
      vulkan();
      for (String content : List.of("", "{", "[]", "{\"schema\":\"hearth.runtime/1\"}", "null")) {
        Files.writeString(folder.resolve("vulkan/manifest.json"), content);

        assertThat(found().evidence()).as(content).endsWith("manifest.json is missing or damaged");
        assertThat(store(RuntimeStoreTest::npm).list()).isEmpty();
      }
    }

    @Test
    void ofAnyBytesOfTheManifestIsSeenOrHarmless() throws IOException {
      InstalledRuntime before = vulkan();
      Path manifest = folder.resolve("vulkan/manifest.json");
      byte[] whole = Files.readAllBytes(manifest);
      Random random = new Random(7);
      for (int round = 0; round < 500; round++) {
        byte[] changed = Arrays.copyOf(whole, random.nextInt(whole.length / 2, whole.length + 1));
        for (int change = random.nextInt(4); change > 0; change--) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt(128);
        }
        Files.write(manifest, changed);
        RuntimeState state = store(RuntimeStoreTest::npm).states(false).get(1);

        switch (state) {
          case RuntimeState.Installed(InstalledRuntime found) ->
              assertThat(found.libraries()).isEqualTo(before.libraries());
          case RuntimeState.Damaged _ -> {}
          default -> throw new AssertionError(state);
        }
      }
    }

    @Test
    void ofOneRuntimeIsAStateAmongOthers() throws IOException {
      vulkan();
      Files.delete(core());

      assertThat(store(RuntimeStoreTest::npm).states(false))
          .filteredOn(state -> state.provider() == Provider.VULKAN)
          .singleElement()
          .isInstanceOf(RuntimeState.Damaged.class);
    }

    @Test
    void isRepairedByInstallingAgain() throws IOException {
      InstalledRuntime before = vulkan();
      Files.write(core(), new byte[3]);

      assertThat(vulkan()).isEqualTo(before);
      assertThat(store(RuntimeStoreTest::npm).find(Provider.VULKAN)).contains(before);
      assertThat(files(folder))
          .containsExactly(".lock", "vulkan/libonnxruntime.so.1", "vulkan/manifest.json");
    }

    @Test
    void canBeRemoved() throws IOException {
      vulkan();
      Files.delete(folder.resolve("vulkan/manifest.json"));

      assertThat(store(RuntimeStoreTest::npm).bytes(Provider.VULKAN))
          .isEqualTo(VULKAN_LIBRARY.length);
      assertThat(store(RuntimeStoreTest::npm).remove(Provider.VULKAN)).isTrue();
      assertThat(folder).doesNotExist();
    }

    @Test
    void isNotWhatACopyOfAllFilesIs() throws IOException {
      InstalledRuntime before = vulkan();
      Path copy = home.resolve("copy");
      Files.copy(core(), copy);
      Files.move(copy, core(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(core(), PosixFilePermissions.fromString("rw-r-----"));

      assertThat(store(RuntimeStoreTest::npm).find(Provider.VULKAN)).contains(before);
      Seal renewed =
          RuntimeManifest.of(folder.resolve("vulkan")).orElseThrow().files().getFirst().seal();
      assertThat(renewed).isEqualTo(Seal.of(core()));
    }

    @Test
    void isNotAnotherVersionButThatIsRefusedToo() {
      vulkan();
      RuntimeStore newer =
          store(
              RuntimeStoreTest::npm,
              new Catalogue(
                  "1.30.0",
                  Architecture.X86_64,
                  java.util.Map.of(Provider.VULKAN, TinyPackages.vulkan())));

      Problem problem = problem(() -> newer.find(Provider.VULKAN));

      assertThat(problem.evidence()).isEqualTo("it is of ONNX Runtime 1.29.0, Hearth needs 1.30.0");
      assertThat(newer.install(Provider.VULKAN, Optional.empty(), Progress.NONE).version())
          .isEqualTo("1.30.0");
    }
  }

  @Nested
  class TheDisk {
    @Test
    void thatIsFullIsToldBeforeAnythingIsFetched() {
      space = _ -> 64L << 20;

      Problem problem = refused(RuntimeStoreTest::npm, Provider.VULKAN, Optional.empty());

      assertThat(problem.what()).isEqualTo("There is no room for the Vulkan runtime");
      assertThat(problem.remedy()).contains("XDG_DATA_HOME");
      assertThat(started).isEmpty();
      assertThat(folder).doesNotExist();
    }

    @Test
    void thatCannotBeWrittenIsTold() throws IOException {
      Files.createDirectories(folder.getParent());
      Files.writeString(folder, "a file in the place of the folder");

      Problem problem = refused(RuntimeStoreTest::npm, Provider.VULKAN, Optional.empty());

      assertThat(problem.what()).isEqualTo("The folder of the runtimes cannot be written");
      assertThat(problem.remedy()).contains("XDG_DATA_HOME");
    }
  }

  @Nested
  class TheProcessor {
    @Test
    void needsNoInstallation() {
      assertThat(refused(RuntimeStoreTest::npm, Provider.CPU, Optional.empty()).what())
          .isEqualTo("The runtime of the processor comes with Hearth");
      assertThat(store(RuntimeStoreTest::npm).states(false).getFirst())
          .isEqualTo(new RuntimeState.BuiltIn(Provider.CPU, "1.29.0"));
    }
  }

  @Test
  void statesSayWhatCouldBeInstalledAndWhatNot() {
    assertThat(store(RuntimeStoreTest::npm).states(false))
        .extracting(RuntimeState::provider)
        .containsExactly(Provider.values());
    assertThat(store(RuntimeStoreTest::npm).states(false).get(1))
        .isEqualTo(
            new RuntimeState.Installable(
                Provider.VULKAN,
                "npm onnxruntime-node@1.29.0",
                VULKAN.length,
                VULKAN_LIBRARY.length));
  }
}
