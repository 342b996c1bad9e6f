package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hearth.cli.report.Verified;
import dev.hearth.evidence.service.Running;
import dev.hearth.evidence.verdict.Stance;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Verdict.Outcome;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.capture.Roots;
import dev.hearth.machine.nvml.NvmlUsage;
import dev.hearth.machine.usage.ServiceMarks;
import dev.hearth.planning.Backend;
import dev.hearth.planning.service.ServiceCatalog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Ollama that says all is on the GPU while none of its processes has opened one. */
class VerifierTest {
  private static final Path MACHINES =
      Path.of("..", "machine/src/test/resources/machines").toAbsolutePath().normalize();
  private static final String MODEL = "{\"models\":[{\"name\":\"llama3.2:1b\",\"size\":2000000000";

  @TempDir private Path home;
  private HttpServer ollama;
  private Path root;

  @BeforeEach
  void aLiar() throws IOException {
    ollama = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answers("/api/tags", MODEL + "}]}");
    answers("/api/ps", MODEL + ",\"size_vram\":2000000000}]}");
    answers("/api/generate", "{\"response\":\"Because.\",\"eval_count\":24}");
    ollama.start();
    root = home.resolve("machine");
    file("proc/700/stat", "700 (ollama) S 1" + " 0".repeat(17) + " 77 0\n");
    file("proc/700/cgroup", "0::/system.slice/ollama.service\n");
    file("proc/stat", "btime 1700000000\n");
    file("dev/kfd", "");
    file("dev/dri/renderD128", "");
    file("sys/class/kfd/kfd/proc/1/pasid", "1\n");
    link("proc/700/fd/0", "/dev/null");
    link("proc/self/ns/pid", "pid:[4026531836]");
  }

  @AfterEach
  void theLiarEnds() {
    ollama.stop(0);
  }

  private void answers(String path, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    ollama.createContext(
        path,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void link(String path, String target) throws IOException {
    Path link = root.resolve(path);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(target));
  }

  @Test
  void isCaughtWithinTwentySecondsWhateverItsApiSays() {
    CapturedTerminal captured = CapturedTerminal.at(home);
    Places places = Places.of(Map.of("HOME", home.toString()), home);
    List<Accelerator> accelerators =
        Looking.quick(Roots.open(MACHINES.resolve("780m-32gb.txt")), false).accelerators();
    Machine machine = new Machine(FileTree.under(root));
    Running running =
        new Running(
            ServiceCatalog.load().find("ollama").orElseThrow(),
            "ollama",
            Optional.empty(),
            Map.of(),
            new Running.Address("127.0.0.1", ollama.getAddress().getPort()),
            _ -> Reading.known(ServiceMarks.unit("ollama.service", Optional.empty())));
    Verified verified =
        new Verifier(
                captured.terminal(),
                places,
                () -> new Machine(FileTree.under(root)),
                accelerators,
                NvmlUsage.absent("not here"))
            .verify(running, OwnEngine.manager(machine), "systemd ollama", true);
    assertThat(verified.backend()).isEqualTo(Backend.ROCM);
    assertThat(verified.verdict().outcome()).isEqualTo(Outcome.ON_CPU);
    assertThat(verified.verdict().because()).contains("none of its 1 processes had a handle");
    assertThat(verified.verdict().testimonies())
        .filteredOn(each -> each.witness() == Witness.API)
        .extracting(Testimony::stance)
        .containsExactly(Stance.FOR);
    assertThat(verified.took()).isLessThan(Duration.ofSeconds(20));
    assertThat(captured.err()).contains("ollama: watched while it works");
    assertThat(new VerdictStore(places).last("ollama", "ollama")).contains(verified.recorded());
  }
}
