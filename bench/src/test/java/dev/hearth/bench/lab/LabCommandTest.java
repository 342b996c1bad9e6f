package dev.hearth.bench.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabCommandTest {
  @TempDir Path folder;

  private final StringWriter said = new StringWriter();

  private int run(String... arguments) {
    return LabCommand.run(new PrintWriter(said), new Pack(folder), arguments);
  }

  @Nested
  class Run {
    @Test
    void refusesAnOptionThatItDoesNotHave() {
      assertThat(run("run", "--fast")).isEqualTo(2);
      assertThat(said.toString()).contains("--fast").contains("gpu-lab run --help");
    }

    @Test
    void refusesADeviceThatItDoesNotKnow() {
      assertThat(run("run", "--devices", "cpu,rocm")).isEqualTo(2);
      assertThat(said.toString()).contains("'rocm' is none of cpu, vulkan, cuda");
    }

    @Test
    void refusesADeviceThatTheEngineKnowsButTheLabDoesNot() {
      assertThat(run("run", "--devices", "openvino")).isEqualTo(2);
      assertThat(said.toString()).contains("the lab knows cpu, vulkan and cuda");
    }

    @Test
    void refusesNoTimeAndTooMuch() {
      assertThat(run("run", "--minutes", "0")).isEqualTo(2);
      assertThat(run("run", "--minutes", "NaN")).isEqualTo(2);
      assertThat(run("run", "--minutes", "1441")).isEqualTo(2);
      assertThat(said.toString()).contains("--minutes 8");
    }

    @Test
    void refusesCudaWithoutItsRuntime() {
      assertThat(run("run", "--devices", "cuda")).isEqualTo(2);
      assertThat(said.toString()).contains("--cuda DIR");
    }

    @Test
    void refusesFoldersThatAreNotThere() {
      String none = folder.resolve("none").toString();

      assertThat(run("run", "--photos", none)).isEqualTo(2);
      assertThat(said.toString()).contains(none + " cannot be used: there is no such folder");
    }

    @Test
    void refusesAFolderThatItCannotWrite() throws IOException {
      Path file = Files.writeString(folder.resolve("file"), "");

      assertThat(run("run", "--out", file.resolve("report").toString())).isEqualTo(2);
      assertThat(said.toString()).contains("cannot be written").contains("--out DIR");
    }

    @Test
    void saysWhereItIsNotInAPack() {
      assertThat(run("run", "--out", folder.resolve("out").toString(), "--no-generate"))
          .isEqualTo(1);
      assertThat(said.toString()).contains("is not an unpacked laboratory").contains("pack FILE");
    }

    @Test
    void explainsItselfWithinEightyColumns() {
      assertThat(run("run", "--help")).isZero();
      assertThat(said.toString().lines()).allMatch(line -> line.length() <= 80);
      assertThat(said.toString()).contains("--adapter").contains("--minutes");
    }
  }

  /** The script itself, which checks before it builds anything. */
  @Nested
  class Script {
    private int script(String... arguments) throws IOException, InterruptedException {
      Path checkout = Path.of(System.getProperty("hearth.root", ".."));
      List<String> line = new ArrayList<>(List.of(checkout.resolve("bench/gpu-lab").toString()));
      line.addAll(List.of(arguments));
      Path output = folder.resolve("output");
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      said.write(Files.readString(output));
      return process.exitValue();
    }

    @Test
    void saysWhatItCanDoWithinEightyColumns() throws IOException, InterruptedException {
      assertThat(script()).isZero();
      assertThat(said.toString()).contains("gpu-lab pack FILE").contains("gpu-lab run");
      assertThat(said.toString().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void refusesWhatItDoesNotKnow() throws IOException, InterruptedException {
      assertThat(script("unpack")).isEqualTo(2);
      assertThat(script("pack", "--quick", "lab.tar.xz")).isEqualTo(2);
      assertThat(said.toString())
          .contains("there is no command unpack")
          .contains("there is no option --quick")
          .contains("gpu-lab --help");
    }

    @Test
    void packsIntoOneFileOfAKnownKind() throws IOException, InterruptedException {
      assertThat(script("pack")).isEqualTo(2);
      assertThat(script("pack", "lab.zip")).isEqualTo(2);
      assertThat(script("pack", "a.tar.xz", "b.tar.xz")).isEqualTo(2);
      assertThat(said.toString())
          .contains("name the file to write")
          .contains("lab.zip: only .tar.xz and .tar.zst are known")
          .contains("one file only: a.tar.xz or b.tar.xz");
    }

    @Test
    void packsOnlyWhatIsThere() throws IOException, InterruptedException {
      String file = folder.resolve("lab.tar.xz").toString();
      String none = folder.resolve("none").toString();

      assertThat(script("pack", file, "--models", none)).isEqualTo(2);
      assertThat(script("pack", file, "--loader", folder.toString())).isEqualTo(2);
      assertThat(script("pack", file, "--limit", "many")).isEqualTo(2);
      assertThat(script("pack", file, "--photos")).isEqualTo(2);
      assertThat(said.toString())
          .contains("--models " + none + ": there is no such folder")
          .contains("there is no libvulkan.so.1 in " + folder)
          .contains("--limit many is not a number of megabytes")
          .contains("--photos needs a value");
    }

    @Test
    void doesNotRunWhereNothingIsUnpacked() throws IOException, InterruptedException {
      assertThat(script("run")).isEqualTo(1);
      assertThat(said.toString()).contains("there is no Java in").contains("pack FILE.tar.xz");
    }
  }
}
