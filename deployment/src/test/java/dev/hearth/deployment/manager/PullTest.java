package dev.hearth.deployment.manager;

import static dev.hearth.deployment.manager.FixedMachine.printed;
import static dev.hearth.deployment.manager.FixedMachine.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullTest {
  private static final String IMAGE = "ghcr.io/immich-app/immich-machine-learning:v2.5.3-rocm";

  @TempDir Path root;
  private final List<Long> told = new ArrayList<>();
  private FixedMachine machine;
  private ScriptedPrograms programs;

  @BeforeEach
  void aMachine() {
    machine = FixedMachine.in(root);
    programs = machine.programs();
  }

  @Nested
  class OverASocket {
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private ServerSocketChannel engine;
    private Path socket;

    @BeforeEach
    void anEngine() throws IOException {
      socket = root.resolve("engine.sock");
      engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      engine.bind(UnixDomainSocketAddress.of(socket));
      programs.says("docker context inspect", "unix://" + socket + "\n");
    }

    @AfterEach
    void ends() throws IOException {
      engine.close();
    }

    /** Answers one question, then hangs up. */
    private void answers(String answer) {
      Thread.ofVirtual()
          .start(() -> {
            try (SocketChannel channel = engine.accept()) {
              ByteBuffer request = ByteBuffer.allocate(4096);
              channel.read(request);
              requests.add(
                  new String(request.array(), 0, request.position(), StandardCharsets.UTF_8));
              channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException ended) {
              requests.add("ended");
            }
          });
    }

    private String chunked(String body) {
      StringBuilder answer =
          new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < body.length(); i += 700) {
        String chunk = body.substring(i, Math.min(body.length(), i + 700));
        answer.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk);
        answer.append("\r\n");
      }
      return answer.append("0\r\n\r\n").toString();
    }

    private void pull() {
      Containers.docker(machine.door(Privilege.NONE)).images().pull(IMAGE, told::add);
    }

    @Test
    void tellsGrowingBytesToTheLast() throws InterruptedException {
      answers(chunked(printed("docker-pull.jsonl")));

      pull();

      assertThat(requests.take())
          .startsWith(
              "POST /images/create?fromImage=ghcr.io%2Fimmich-app%2Fimmich-machine-learning"
                  + "&tag=v2.5.3-rocm HTTP/1.1\r\n");
      assertThat(told).isSorted().endsWith(31_123_637L).hasSizeGreaterThan(10);
      assertThat(programs.lines()).noneMatch(line -> line.startsWith("docker pull"));
    }

    @Test
    void isRefusedAtOnceWhereTheVersionWasNeverPublished() {
      answers("HTTP/1.1 404 Not Found\r\n\r\n{\"message\":\"manifest unknown\"}\n");

      Problem problem = problem(this::pull);

      assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
      assertThat(problem.what()).isEqualTo("The image " + IMAGE + " was never published");
      assertThat(problem.remedy())
          .endsWith("skopeo list-tags docker://ghcr.io/immich-app/immich-machine-learning");
    }

    @Test
    void isLeftToTheProgramThatKnowsThePasswords() {
      answers("HTTP/1.1 500 Internal\r\n\r\n{\"message\":\"denied: no basic auth\"}\n");
      programs.says("docker pull", "Status: Downloaded newer image\n");

      pull();

      assertThat(programs.lines()).endsWith("docker pull " + IMAGE);
      assertThat(told).isEmpty();
    }

    @Test
    void isLeftToTheProgramWhereTheEngineHangsUp() {
      answers("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"st");
      programs.says("docker pull", "");

      pull();

      assertThat(programs.lines()).endsWith("docker pull " + IMAGE);
    }

    @Test
    void isGivenUpWhereNothingIsHeard() {
      Thread.ofVirtual().start(this::acceptSilently);

      assertThat(
              catchThrowable(
                  () -> new EngineSocket(socket, Duration.ofMillis(200)).post("/x", _ -> {})))
          .isInstanceOf(IOException.class);
    }

    private void acceptSilently() {
      try (SocketChannel channel = engine.accept()) {
        channel.read(ByteBuffer.allocate(4096));
        channel.read(ByteBuffer.allocate(1));
      } catch (IOException ended) {
        requests.add("ended");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "HTTP/1.1", ""})
    void aStrangerIsNotAnEngine(String answer) {
      answers(answer + "\r\n\r\n");

      assertThat(
              catchThrowable(
                  () -> new EngineSocket(socket, Duration.ofSeconds(5)).post("/x", _ -> {})))
          .isInstanceOf(IOException.class);
    }
  }

  @Nested
  class ByTheProgram {
    private void pull(String image) {
      Containers.podman(machine.door(Privilege.NONE), false).images().pull(image, told::add);
    }

    @BeforeEach
    void withoutASocket() {
      programs.fails("podman system service", 125, "Error: unrecognized command\n");
    }

    @Test
    void tellsNoBytesWhereNoneAreKnown() {
      programs.ends("podman pull", new Finished(0, "548c61\n", "Copying blob sha256:36ae\n"));

      pull(IMAGE);

      assertThat(told).isEmpty();
    }

    @Test
    void isLeftToPodmanWhereTheNameIsShort() {
      programs.says("podman pull", "");

      pull("ollama/ollama:rocm");

      assertThat(programs.lines()).containsExactly("podman pull ollama/ollama:rocm");
    }

    @Test
    void isNotTriedForWhatWasBuiltHere() {
      assertThat(problem(() -> pull("localhost/mine:1")).remedy()).contains("podman load");
      assertThat(programs.lines()).isEmpty();
    }

    @Test
    void refusesNamesThatAreNone() {
      assertThat(problem(() -> pull("--all")).kind()).isEqualTo(Problem.Kind.BAD_INPUT);
      assertThat(problem(() -> pull("a b")).kind()).isEqualTo(Problem.Kind.BAD_INPUT);
    }

    @Test
    void saysItsOwnWordsWhereTheyAreOfNoKnownCause() {
      programs.fails("podman pull", 125, "Error: the moon is in the wrong house\n");

      Problem problem = problem(() -> pull(IMAGE));

      assertThat(problem.evidence()).isEqualTo("Error: the moon is in the wrong house");
      assertThat(problem.remedy()).isEqualTo("Type: podman pull " + IMAGE);
    }
  }

  /** Words of Podman 5.4.2 and Docker 26.1.5, seen or reported. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NO_SUCH_VERSION | reading manifest v9 in ghcr.io/immich-app/immich-machine-learning: manifest unknown
          NO_SUCH_VERSION | Error response from daemon: manifest for ollama/ollama:9 not found: manifest unknown: manifest unknown
          NOT_ALLOWED | initializing source docker://127.0.0.1:5007/private/two:1: reading manifest 1 in 127.0.0.1:5007/private/two: unauthorized
          NOT_ALLOWED | reading manifest 0.2.2 in docker.io/jasonacox/weather41: requested access to the resource is denied
          NOT_ALLOWED | Error response from daemon: pull access denied for x, repository does not exist or may require 'docker login': denied
          NO_NETWORK | pinging container registry ghcr.io: Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io on 10.255.255.53:53: dial udp 10.255.255.53:53: connect: network is unreachable
          NO_NETWORK | Get "https://localhost/v2/": dial tcp [::1]:443: connect: connection refused
          NO_NETWORK | dial tcp: lookup registry-1.docker.io on 127.0.0.53:53: no such host
          TOO_OFTEN | toomanyrequests: You have reached your pull rate limit.
          NO_ROOM | writing blob: storing blob to file "/var/tmp/x": write /var/tmp/x: no space left on device
          NO_REGISTRY | short-name "nothing:1" did not resolve to an alias and no unqualified-search registries are defined
          NO_SUCH_PLATFORM | no matching manifest for linux/arm64/v8 in the manifest list entries
          NOT_TRUSTED | tls: failed to verify certificate: x509: certificate signed by unknown authority
          """)
  void aFailedPullHasACauseAndARemedy(ImageTrouble cause, String words) {
    assertThat(ImageTrouble.of(words)).contains(cause);
    assertThat(ImageTrouble.problem(IMAGE, "docker", words).remedy()).isNotEmpty();
  }
}
