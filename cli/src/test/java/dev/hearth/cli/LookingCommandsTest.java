package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look and change nothing: detect, doctor, capture, fit. */
class LookingCommandsTest {
  private static final Path MACHINES =
      Path.of(System.getProperty("hearth.root"), "machine/src/test/resources/machines");

  @TempDir private Path home;
  private CapturedTerminal captured = CapturedTerminal.piped();

  @BeforeEach
  void moveIn() {
    captured = CapturedTerminal.at(home);
  }

  private int hearth(String... arguments) {
    return HearthCommand.run(captured.terminal(), arguments);
  }

  private static String machine(String name) {
    return MACHINES.resolve(name + ".txt").toString();
  }

  @Nested
  class Root {
    @Test
    void thatIsNotThereIsOneWithTheRemedy() {
      assertThat(hearth("detect", "--root", home + "/none")).isEqualTo(1);
      assertThat(captured.err())
          .startsWith("hearth: There is no captured machine at ")
          .contains("  remedy:  ");
      assertThat(captured.out()).isEmpty();
    }

    @Test
    void thatIsNoCaptureIsTwo() throws IOException {
      Path file = Files.writeString(home.resolve("notes.txt"), "buy milk\n");
      assertThat(hearth("doctor", "--root", file.toString())).isEqualTo(2);
      assertThat(captured.err())
          .contains("is not a captured machine", "its first line is not \"hearth capture 1\"");
    }

    @Test
    void withABrokenLineNamesIt() throws IOException {
      Path file = Files.writeString(home.resolve("c.txt"), "hearth capture 1\n\nfiel /x\n");
      assertThat(hearth("detect", "--root", file.toString())).isEqualTo(2);
      assertThat(captured.err()).contains("line 3: \"fiel\" is no kind of entry");
    }

    @Test
    void mayBeAFolder() throws IOException {
      Path device = home.resolve("sys/bus/pci/devices/0000:01:00.0");
      Files.createDirectories(device);
      Files.writeString(device.resolve("vendor"), "0x1002\n");
      Files.writeString(device.resolve("device"), "0x67e3\n");
      Files.writeString(device.resolve("class"), "0x030000\n");
      assertThat(hearth("detect", "--root", home.toString())).isEqualTo(0);
      assertThat(captured.out()).contains("WX 4100", "pci-0000:01:00.0", "no driver bound");
    }
  }

  @Nested
  class Detect {
    @Test
    void saysTheSameWithAndWithoutTheParser() {
      List<String> line = List.of("detect", "--json", "--root", machine("rtx-4090"));
      CapturedTerminal quick = CapturedTerminal.at(home);
      assertThat(HearthCommand.shortcut(quick.terminal(), line)).contains(0);
      assertThat(hearth(line.toArray(String[]::new))).isEqualTo(0);
      assertThat(quick.out()).isEqualTo(captured.out());
    }

    @Test
    void leavesWhatItDoesNotKnowToTheParser() {
      for (List<String> line :
          List.of(
              List.of("detect", "--help"),
              List.of("detect", "--root"),
              List.of("detect", "--jason"),
              List.of("detcet"))) {
        assertThat(HearthCommand.shortcut(captured.terminal(), line)).isEqualTo(Optional.empty());
      }
      assertThat(captured.out()).isEmpty();
    }

    @Test
    void ofThisMachineNamesItsKernel() throws IOException {
      assertThat(hearth("detect")).isEqualTo(0);
      String kernel = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
      assertThat(captured.out().replaceAll("\\s+", " ")).contains("kernel " + kernel);
    }

    @Test
    void refusesToLoadTheDriversOfAnotherMachine() {
      assertThat(hearth("detect", "--probe", "--root", machine("rtx-4090"))).isEqualTo(2);
      assertThat(captured.err()).contains("cannot be loaded here");
    }
  }

  @Nested
  class Doctor {
    @Test
    void ofAReadyServiceIsZeroAndOfAnotherOne() {
      assertThat(hearth("doctor", "ollama", "--root", machine("rtx-4090"))).isEqualTo(0);
      assertThat(hearth("doctor", "ollama", "--root", machine("vm-without-any"))).isEqualTo(1);
    }

    @Test
    void ofAnUnknownServiceSuggestsTheNearest() {
      assertThat(hearth("doctor", "imich-ml")).isEqualTo(2);
      assertThat(captured.err())
          .contains("There is no service imich-ml", "Did you mean immich-ml?");
    }

    @Test
    void showsWhatIsMetOnlyWhenAsked() {
      hearth("doctor", "ollama", "--root", machine("rtx-4090"));
      assertThat(captured.out()).doesNotContain("source:");
      captured = CapturedTerminal.at(home);
      hearth("-v", "doctor", "ollama", "--root", machine("rtx-4090"));
      assertThat(captured.out()).contains("source:");
    }
  }

  @Nested
  class Capture {
    @Test
    void ofACaptureLooksTheSame() {
      Path copy = home.resolve("copy.txt");
      assertThat(hearth("capture", copy.toString(), "--root", machine("dual-mi50-dual-a2")))
          .isEqualTo(0);
      captured = CapturedTerminal.at(home);
      hearth("detect", "--root", copy.toString());
      String again = captured.out();
      captured = CapturedTerminal.at(home);
      hearth("detect", "--root", machine("dual-mi50-dual-a2"));
      assertThat(again).isEqualTo(captured.out());
    }

    @Test
    void ofThisMachineLooksLikeThisMachine() {
      Path file = home.resolve("this.txt");
      assertThat(hearth("capture", file.toString())).isEqualTo(0);
      captured = CapturedTerminal.at(home);
      hearth("detect", "--root", file.toString());
      String later = captured.out();
      captured = CapturedTerminal.at(home);
      hearth("detect");
      assertThat(withoutFreeMemory(later)).isEqualTo(withoutFreeMemory(captured.out()));
    }

    private static String withoutFreeMemory(String screen) {
      return screen.replaceAll("\\s+", " ").replaceAll(", [0-9.]+ [KMGT]iB free", "");
    }

    @Test
    void neverReplacesAFileUnasked() throws IOException {
      Path file = Files.writeString(home.resolve("precious"), "mine");
      assertThat(hearth("capture", file.toString())).isEqualTo(2);
      assertThat(Files.readString(file)).isEqualTo("mine");
      assertThat(captured.err()).contains("is there already", "--force");
      assertThat(hearth("capture", "--force", file.toString())).isEqualTo(0);
      assertThat(Files.readString(file)).startsWith("hearth capture 1\n");
    }

    @Test
    void intoAFolderThatIsNotThereSaysSoAndLeavesNothing() throws IOException {
      assertThat(hearth("capture", home + "/none/file")).isEqualTo(1);
      assertThat(captured.err()).contains("cannot be written to", "remedy:");
      try (var files = Files.list(home)) {
        assertThat(files).isEmpty();
      }
    }

    @Test
    void goesToStandardOutputWhenAsked() {
      assertThat(hearth("capture", "-", "--root", machine("n100-igpu"))).isEqualTo(0);
      assertThat(captured.out()).startsWith("hearth capture 1\n").endsWith("\n");
    }
  }

  @Nested
  class Fit {
    private Path gguf() throws IOException {
      // A GGUF of version 3 with no keys and one tensor: 4096 × 4096 numbers of F16, 32 MiB.
      java.nio.ByteBuffer head =
          java.nio.ByteBuffer.allocate(96).order(java.nio.ByteOrder.LITTLE_ENDIAN);
      head.putInt(0x46554747).putInt(3).putLong(1).putLong(0);
      byte[] name = "w".getBytes(StandardCharsets.UTF_8);
      head.putLong(name.length).put(name).putInt(2).putLong(4096).putLong(4096).putInt(1);
      head.putLong(0);
      return Files.write(home.resolve("model.gguf"), head.array());
    }

    @Test
    void ofAFileSaysWhereItWouldLie() throws IOException {
      int exit = hearth("fit", gguf().toString(), "--root", machine("rtx-4090"));
      assertThat(captured.err()).isEmpty();
      assertThat(captured.out()).contains("32 MiB", "RTX 4090");
      assertThat(exit).isIn(0, 1);
    }

    @Test
    void answersScripts() throws IOException {
      hearth("fit", gguf().toString(), "--json", "--root", machine("780m-32gb"));
      assertThat(captured.out()).contains("\"schema\" : \"hearth.fit/1\"", "33554432");
    }

    @Test
    void ofAServiceCountsItsDefaultModels() {
      hearth("fit", "immich-ml", "--root", machine("780m-32gb"));
      assertThat(captured.err()).isEmpty();
      assertThat(captured.out()).startsWith("immich-ml: ").contains("ViT-B-32");
    }

    @Test
    void ofNothingThatExistsIsOneAndSaysWhatToName() {
      assertThat(hearth("fit", "no-such-model")).isEqualTo(1);
      assertThat(captured.err()).contains("There is no model and no service no-such-model");
    }

    @Test
    void ofAFileThatIsNoModelIsTwo() throws IOException {
      Path text = Files.writeString(home.resolve("a.gguf"), "hello, this is not a model at all");
      assertThat(hearth("fit", text.toString())).isEqualTo(2);
      assertThat(captured.err()).contains("is not a model whose size can be read");
    }

    @Test
    void withAnUnknownAcceleratorNamesThoseThereAre() throws IOException {
      String root = machine("rtx-4090");
      assertThat(hearth("fit", gguf().toString(), "--accelerator", "gpu0", "--root", root))
          .isEqualTo(1);
      assertThat(captured.err()).contains("pci-0000:01:00.0, cpu.");
    }

    @Test
    void withAnImpossibleContextIsTwo() throws IOException {
      assertThat(hearth("fit", gguf().toString(), "--context", "0")).isEqualTo(2);
    }
  }
}
