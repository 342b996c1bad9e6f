package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.RuntimesJson;
import dev.hearth.cli.report.RuntimesText;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtime.RuntimeLibraries;
import dev.hearth.inference.runtimes.InstalledRuntime;
import dev.hearth.inference.runtimes.RuntimeState;
import dev.hearth.machine.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimesCommandTest {
  private static final Path CHECKOUT = Path.of(System.getProperty("hearth.root"));

  @TempDir private Path home;
  private CapturedTerminal captured = CapturedTerminal.piped();

  @BeforeEach
  void moveIn() {
    captured = CapturedTerminal.at(home);
  }

  private int hearth(String... arguments) {
    return HearthCommand.run(captured.terminal(), arguments);
  }

  private Path vulkan() throws IOException {
    return Files.createDirectories(home.resolve(".local/share/hearth/runtimes/vulkan"));
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(
            Files.readString(CHECKOUT.resolve("docs/schema/hearth.runtimes-1.schema.json")),
            InputFormat.JSON);
  }

  @Nested
  class OnANewMachine {
    @Test
    void listSaysWhatIsBuiltInAndWhatIsToBeGiven() {
      assertThat(hearth("runtimes", "list")).isEqualTo(0);
      assertThat(captured.out())
          .startsWith("cpu       built in\n          ONNX Runtime 1.")
          .contains("\nvulkan    ", "\ncuda      ", "\nopenvino  not installed\n", "\nmigraphx  ")
          .contains("remedy: hearth runtimes install openvino --from /path/to/")
          .contains(home + "/.local/share/hearth/runtimes");
      assertThat(captured.err()).isEmpty();
    }

    @Test
    void listAnswersScriptsAsTheSchemaSays() throws IOException {
      assertThat(hearth("runtimes", "list", "--json")).isEqualTo(0);
      assertThat(schema().validate(captured.out(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void lookingMakesNoFolder() {
      hearth("runtimes", "list");
      assertThat(home).isEmptyDirectory();
    }

    @Test
    void removingWhatIsNotThereIsOne() {
      assertThat(hearth("runtimes", "rm", "vulkan")).isEqualTo(1);
      assertThat(captured.err())
          .isEqualTo(
              """
              hearth: The runtime vulkan is not installed
                remedy:  hearth runtimes list
              """);
    }
  }

  @Nested
  class ADamagedRuntime {
    @Test
    void isListedAsSuchAndIsOneWhenVerified() throws IOException {
      Files.writeString(vulkan().resolve("libonnxruntime.so.1"), "half");

      assertThat(hearth("runtimes", "list")).isEqualTo(0);
      assertThat(captured.out()).contains("vulkan    installed, not usable\n          4 B\n");
      assertThat(hearth("runtimes", "list", "--verify")).isEqualTo(1);
    }

    @Test
    void isRemovedAndWhatThatFreedIsSaid() throws IOException {
      Files.write(vulkan().resolve("libonnxruntime.so.1"), new byte[12_000]);

      assertThat(hearth("runtimes", "rm", "vulkan")).isEqualTo(0);
      assertThat(captured.out()).isEqualTo("removed vulkan, freed 12 kB\n");
      assertThat(home.resolve(".local/share/hearth/runtimes")).doesNotExist();
    }
  }

  @Nested
  class WrongUsage {
    @Test
    void ofANameListsTheRuntimes() {
      assertThat(hearth("runtimes", "install", "rocm")).isEqualTo(2);
      assertThat(captured.err())
          .isEqualTo(
              """
              hearth: There is no runtime rocm
                remedy:  One of vulkan, cuda, openvino, migraphx. hearth runtimes list
              """);
    }

    @Test
    void ofTheProcessorSaysThatItIsThere() {
      assertThat(hearth("runtimes", "install", "cpu")).isEqualTo(2);
      assertThat(captured.err()).startsWith("hearth: The runtime cpu is built in\n");
    }

    @Test
    void ofAPlugInWithoutItsPathSaysWhereOneComesFrom() {
      assertThat(hearth("runtimes", "install", "openvino")).isEqualTo(2);
      assertThat(captured.err())
          .contains(
              "because: Intel's Python package onnxruntime-ep-openvino holds it",
              "remedy:  hearth runtimes install openvino --from ");
    }

    @Test
    void ofAFileThatIsNoPlugInIsTwo() throws IOException {
      Path file = Files.writeString(home.resolve("notes.txt"), "buy milk");

      assertThat(hearth("runtimes", "install", "openvino", "--from", file.toString())).isEqualTo(2);
      assertThat(captured.err()).contains("because: it is not an ELF file");
    }
  }

  @Nested
  class AllStates {
    private final Problem problem =
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "Libraries are missing that com.microsoft.onnxruntime:onnxruntime_gpu:1.29.0 needs:"
                + " libcublasLt.so.12, libcublas.so.12, libcurand.so.10, libcudart.so.12",
            "looked for in LD_LIBRARY_PATH, in the list that ldconfig wrote and in the standard"
                + " folders",
            "Install the NVIDIA driver.");
    private final List<RuntimeState> states =
        List.of(
            new RuntimeState.BuiltIn(Provider.CPU, "1.29.0"),
            new RuntimeState.Installed(
                new InstalledRuntime(
                    Provider.VULKAN,
                    "1.29.0",
                    "npm onnxruntime-node@1.29.0",
                    Path.of("/data/vulkan"),
                    44_726_808,
                    new RuntimeLibraries(
                        Provider.VULKAN,
                        Path.of("/data/vulkan/core.so"),
                        Optional.empty(),
                        Optional.empty()))),
            new RuntimeState.Installable(
                Provider.CUDA, "maven group:artifact:1.29.0", 642_295_340, 614_721_128),
            new RuntimeState.Damaged(Provider.OPENVINO, 5, problem),
            new RuntimeState.Absent(Provider.MIGRAPHX, problem));

    @Test
    void fitIntoATerminal() {
      assertThat(RuntimesText.of(states, "/data", new Paint(false)))
          .containsExactly(
              """
              cpu       built in
                        ONNX Runtime 1.29.0
              vulkan    installed and verified
                        ONNX Runtime 1.29.0, 45 MB from npm onnxruntime-node@1.29.0
              cuda      can be installed
                        642 MB to fetch, 615 MB kept, from maven group:artifact:1.29.0
                        remedy: hearth runtimes install cuda
              openvino  installed, not usable
                        5 B
                        Libraries are missing that
                        com.microsoft.onnxruntime:onnxruntime_gpu:1.29.0 needs:
                        libcublasLt.so.12, libcublas.so.12, libcurand.so.10, libcudart.so.12
                        because: looked for in LD_LIBRARY_PATH, in the list that ldconfig
                                 wrote and in the standard folders
                        remedy: Install the NVIDIA driver.
              migraphx  not installed
                        Libraries are missing that
                        com.microsoft.onnxruntime:onnxruntime_gpu:1.29.0 needs:
                        libcublasLt.so.12, libcublas.so.12, libcurand.so.10, libcudart.so.12
                        because: looked for in LD_LIBRARY_PATH, in the list that ldconfig
                                 wrote and in the standard folders
                        remedy: Install the NVIDIA driver.

              Folder    /data\
              """
                  .lines()
                  .toArray(String[]::new));
    }

    @Test
    void answerScriptsAsTheSchemaSays() throws IOException {
      String said = Json.pretty(RuntimesJson.of(states, "1"));

      assertThat(schema().validate(said, InputFormat.JSON)).isEmpty();
      assertThat(said).contains("\"fetch_bytes\" : 642295340", "\"state\" : \"damaged\"");
    }
  }
}
