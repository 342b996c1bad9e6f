package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Command;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnTwinTest {
  private static final String HOST = "mnt:[4026531841]";

  @TempDir
  @SuppressWarnings("NullAway.Init") // set by JUnit
  Path root;

  @BeforeEach
  void thisProgram() throws IOException {
    process(
        "77", HOST, "java\0@/opt/hearth/java.args\0dev.hearth.cli.Main\0bench\0hearth\0", "A=1\0");
    Files.createSymbolicLink(root.resolve("proc/self"), Path.of("77"));
  }

  private void process(String pid, String files, String line, String environment)
      throws IOException {
    Path folder = root.resolve("proc/" + pid);
    Files.createDirectories(folder.resolve("ns"));
    Files.writeString(folder.resolve("cmdline"), line);
    Files.writeString(folder.resolve("environ"), environment);
    Files.createSymbolicLink(folder.resolve("exe"), Path.of("/opt/jdk/bin/java"));
    Files.createSymbolicLink(folder.resolve("cwd"), Path.of("/home/ada/hearth"));
    Files.createSymbolicLink(folder.resolve("ns/mnt"), Path.of(files));
  }

  private Command twin(Optional<String> engine) {
    return OwnTwin.command(new Machine(FileTree.under(root)), engine).asOptional().orElseThrow();
  }

  @Test
  void isTheEngineThatRunsOnceMoreOnTheCpuWithItsModelsAndThreads() throws IOException {
    process(
        "900",
        HOST,
        "java\0-Xmx72m\0dev.hearth.cli.Main\0up\0--backend\0vulkan\0--accelerator=card0\0--models\0"
            + "/srv/a b\0--config=x.yaml\0--port\0"
            + "3003\0--host\0"
            + "0.0.0.0\0--yes\0",
        "MACHINE_LEARNING_MODEL_INTRA_OP_THREADS=4\0HOME=/home/ada\0TERM=xterm\0");

    Command twin = twin(Optional.of("900"));

    assertThat(String.join(" ", twin.argv()))
        .isEqualTo(
            "/opt/jdk/bin/java -Xmx72m dev.hearth.cli.Main up --backend cpu --host 127.0.0.1"
                + " --port 0 --no-starter --ends-with 77 --models /srv/a b --config=x.yaml");
    assertThat(twin.environment())
        .containsEntry("MACHINE_LEARNING_MODEL_INTRA_OP_THREADS", "4")
        .containsEntry("TERM", "dumb")
        .containsEntry("HF_HUB_OFFLINE", "1");
    assertThat(twin.folder()).contains(Path.of("/home/ada/hearth"));
  }

  @Test
  void ofOneInAContainerIsThisProgramWithThatOnesModels() throws IOException {
    process(
        "900",
        "mnt:[4026532999]",
        "java\0dev.hearth.cli.Main\0up\0",
        "MACHINE_LEARNING_CACHE_FOLDER=/cache\0");

    assertThat(String.join(" ", twin(Optional.of("900")).argv()))
        .startsWith("/opt/jdk/bin/java @/opt/hearth/java.args dev.hearth.cli.Main up ")
        .endsWith("--models /proc/900/root/cache");
  }

  @Test
  void ofOneThatNobodyCanSeeIsThisProgram() {
    assertThat(String.join(" ", twin(Optional.empty()).argv()))
        .startsWith("/opt/jdk/bin/java @/opt/hearth/java.args dev.hearth.cli.Main up ")
        .endsWith("--ends-with 77");
  }

  @Test
  void isNotMadeUpWhereThisProgramDoesNotKnowItself() throws IOException {
    Files.writeString(root.resolve("proc/77/cmdline"), "native-image\0bench\0");

    assertThat(OwnTwin.command(new Machine(FileTree.under(root)), Optional.empty()))
        .isInstanceOf(Reading.Unknown.class);
  }

  @Test
  void isNoEngineThatAPersonRuns() throws IOException {
    process("900", HOST, "java\0dev.hearth.cli.Main\0up\0--port=4000\0", "A=1\0");
    process(
        "901",
        HOST,
        "java\0dev.hearth.cli.Main\0up\0--port\0" + "0\0--ends-with\0" + "77\0",
        "A=1\0");
    process("902", HOST, "java\0dev.hearth.cli.Main\0up\0immich-ml\0", "A=1\0");

    assertThat(OwnEngine.all(new Machine(FileTree.under(root))))
        .isEqualTo(List.of(new OwnEngine.Engine(900, 4000)));
  }
}
