package dev.hearth.inference.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.RuntimeLibraries;
import dev.hearth.inference.store.FreeSpace;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginRuntimeTest {
  @TempDir Path home;
  @TempDir Path system;

  private final List<String> said = new ArrayList<>();
  private Path library = Path.of("");

  @BeforeEach
  void moveIn() throws IOException {
    library = home.toRealPath().resolve("vendor/libplugin.so");
  }

  private RuntimeStore store() {
    return new RuntimeStore(
        home.resolve("runtimes"),
        new RuntimeSurroundings(
            command -> {
              throw new AssertionError("started " + command);
            },
            new Machine(FileTree.under(system)),
            "",
            FreeSpace.OF_DISK,
            InstantSource.system()),
        TinyPackages.catalogue(new byte[0]));
  }

  private InstalledRuntime install() {
    Progress noting =
        new Progress() {
          @Override
          public void says(String note) {
            said.add(note);
          }
        };
    return store().install(Provider.OPENVINO, Optional.of(library), noting);
  }

  private Problem refused(byte[] content) {
    TinyPackages.write(library, content);
    return RuntimeStoreTest.problem(this::install);
  }

  @Test
  void staysWhereItIsAndIsRegisteredWithTheProcessorsRuntime() {
    byte[] content = TinyLibrary.x86().exports("CreateEpFactories").bytes();
    TinyPackages.write(library, content);

    InstalledRuntime runtime = install();

    Path core = home.resolve("runtimes/openvino/libonnxruntime.so");
    assertThat(runtime.libraries())
        .isEqualTo(
            new RuntimeLibraries(Provider.OPENVINO, core, Optional.empty(), Optional.of(library)));
    assertThat(runtime.origin()).isEqualTo(library.toString());
    assertThat(core.toFile().length()).isGreaterThan(20_000_000);
    assertThat(said).isEmpty();
    assertThat(store().find(Provider.OPENVINO)).contains(runtime);
    assertThat(store().remove(Provider.OPENVINO)).isTrue();
    assertThat(library).hasBinaryContent(content);
  }

  @Test
  void thatWasReplacedIsNotLoadedUntilItIsGivenAgain() {
    TinyPackages.write(library, TinyLibrary.x86().exports("CreateEpFactories").bytes());
    install();
    TinyPackages.write(library, TinyLibrary.x86().exports("CreateEpFactories", "more").bytes());

    assertThat(RuntimeStoreTest.problem(() -> store().find(Provider.OPENVINO)).evidence())
        .isEqualTo(library + " is not the file that was installed");
    assertThat(
            RuntimeStoreTest.problem(
                    () -> store().install(Provider.OPENVINO, Optional.empty(), Progress.NONE))
                .what())
        .contains("is damaged; it is not loaded");
    InstalledRuntime again = install();
    assertThat(store().install(Provider.OPENVINO, Optional.empty(), Progress.NONE))
        .isEqualTo(again);
  }

  @Test
  void isAskedForWithWordsOnWhereItComesFrom() {
    Problem problem =
        RuntimeStoreTest.problem(
            () -> store().install(Provider.OPENVINO, Optional.empty(), Progress.NONE));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_SETTING);
    assertThat(problem.evidence()).contains("onnxruntime-ep-openvino");
    assertThat(problem.remedy()).startsWith("hearth runtimes install openvino --from /path/to/");
    assertThat(store().states(false)).contains(new RuntimeState.Absent(Provider.OPENVINO, problem));
    assertThat(home.resolve("runtimes")).doesNotExist();
  }

  @Test
  void saysWhatItNeedsAndLacks() {
    TinyPackages.write(
        library,
        TinyLibrary.x86().needs("libopenvino.so.2630").exports("CreateEpFactories").bytes());

    install();

    assertThat(said).singleElement().asString().startsWith("It needs libopenvino.so.2630: ");
  }

  @Test
  void mustBeALibraryOfThisProcessorThatExportsItsFactories() {
    assertThat(refused("text".getBytes(StandardCharsets.UTF_8)).evidence())
        .isEqualTo("it is not an ELF file");
    assertThat(refused(TinyLibrary.arm64().exports("CreateEpFactories").bytes()).evidence())
        .isEqualTo("it is made for another processor");
    assertThat(refused(TinyLibrary.x86().exports("GetProvider").bytes()).evidence())
        .isEqualTo("it does not export CreateEpFactories");
    assertThat(refused(new byte[0]).what())
        .isEqualTo(library + " is not a plug-in for ONNX Runtime on x86-64");
    assertThat(RuntimeStoreTest.files(home.resolve("runtimes"))).isEmpty();
  }

  @Test
  void mustBeThereAndAFile() throws IOException {
    assertThat(RuntimeStoreTest.problem(this::install).what())
        .isEqualTo("There is no library " + library);
    Files.createDirectories(library);
    assertThat(RuntimeStoreTest.problem(this::install).evidence()).isEqualTo("it is not a file");
  }
}
