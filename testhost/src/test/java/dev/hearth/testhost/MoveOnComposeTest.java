package dev.hearth.testhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Immich as a Compose project with other services: only its machine learning is touched. */
@Tag("e2e")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoveOnComposeTest {
  private static final int PORT = 3003;
  private static final int FOUND = 1;
  private static final int ROLLED_BACK = 3;
  private static final String FOLDER = "/home/homelab/immich";
  private static final String FILE = FOLDER + "/docker-compose.yml";
  private static final String TEXT =
      """
      # My Immich. Backups: see cron.
      name: immich

      services:
        immich-server:
          container_name: immich_server
          image: localhost/original:cpu
          entrypoint: ["sleep", "1000000"]   # a stand-in
          stop_grace_period: 1s
          depends_on:
            - database

        immich-machine-learning:
          container_name: immich_machine_learning
          # For hardware acceleration, add one of -[armnn, cuda, rocm, openvino, rknn] to the tag.
          image: ghcr.io/immich-app/immich-machine-learning:${IMMICH_VERSION:-v3.1.0}
          # extends:
          #   file: hwaccel.ml.yml
          #   service: cpu
          ports:
            - 3003:3003
          volumes:
            - model-cache:/cache
          env_file:
            - .env
          restart: always

        database:
          container_name: immich_postgres
          image: localhost/original:cpu
          entrypoint: ["sleep", "1000000"]
          stop_grace_period: 1s

      volumes:
        model-cache:
      """;

  private TestHost host;
  private String project = "";

  @BeforeAll
  void install() {
    host = SharedHost.get();
    host.root("usermod", "-aG", "docker", TestHost.USER).good();
    host.root("systemctl", "start", "docker").good();
    host.root("docker", "load", "-q", "-i", SharedHost.IMAGES).good();
    host.root("docker", "tag", ImmichOnPodman.CPU, "localhost/original:cpu").good();
    host.root("docker", "tag", ImmichOnPodman.ROCM, "localhost/original:rocm").good();
  }

  @AfterAll
  void end() {
    if (host != null) {
      host.userScript("cd ~/immich && docker compose down -v -t 1");
      host.rootScript("rm -rf %s ~homelab/.local/state/hearth".formatted(FOLDER));
      host.rootScript("gpasswd -d homelab docker; systemctl stop docker docker.socket");
    }
  }

  @BeforeEach
  void onTheCpu() {
    host.userScript("cd ~/immich 2>/dev/null && docker compose down -v -t 1");
    host.rootScript("rm -rf %s ~homelab/.local/state/hearth; mkdir -p %s".formatted(FOLDER, FOLDER))
        .good();
    host.root("docker", "tag", "localhost/original:rocm", ImmichOnPodman.ROCM).good();
    host.write(FILE, TEXT);
    host.write(FOLDER + "/.env", "IMMICH_VERSION=v3.1.0\nDB_PASSWORD=geheim\n");
    host.root("chown", "-R", "homelab:homelab", FOLDER).good();
    host.userScript("cd ~/immich && docker compose up -d --quiet-pull").good();
    TestHost.await("the service on the CPU", Duration.ofMinutes(2), this::isWell);
    project = TreeHash.of(host, FOLDER);
  }

  @Test
  void movesOneServiceAndLeavesTheOthersRunning() {
    String others = others();
    Posting posting = Posting.start(host, PORT);

    Ran moved = host.user("hearth", "up", "immich-ml", "--yes");
    Face onGpu = Face.ask(host, PORT);
    Posting.Fates fates = posting.end();

    assertThat(moved.good()).contains("ACCELERATED");
    assertThat(onGpu.embedding()).isNotEmpty();
    assertThat(imageOf("immich_machine_learning")).isEqualTo(imageId("localhost/original:rocm"));
    assertThat(others()).isEqualTo(others);
    assertThat(inside("ls", "-d", "/dev/kfd", "/dev/dri")).contains("/dev/kfd");
    assertThat(host.read(FILE))
        .contains("# My Immich. Backups: see cron.\n")
        .contains("  # a stand-in\n")
        .contains("    container_name: immich_postgres\n");
    host.userScript("cd ~/immich && docker compose config -q").good();
    // Docker's own proxy takes connections before the service in the container listens.
    System.out.println(
        "compose: " + fates.summary() + ", longest gap " + fates.gapMillis() + " ms");
  }

  @Test
  void comesBackWhenTheNewOneExitsAtOnce() {
    host.root("docker", "tag", "localhost/hearth-twin:exits", ImmichOnPodman.ROCM).good();
    String others = others();

    Ran failed = host.user("hearth", "up", "immich-ml", "--yes", "--deadline", "20s");

    assertThat(failed.status()).as(failed.said()).isEqualTo(ROLLED_BACK);
    assertThat(isWell()).isTrue();
    assertThat(imageOf("immich_machine_learning")).isEqualTo(imageId("localhost/original:cpu"));
    assertThat(TreeHash.of(host, FOLDER)).isEqualTo(project);
    assertThat(others()).isEqualTo(others);
  }

  /** Its processes are root's, so nobody sees what they have open; KFD's list is for everybody. */
  @Test
  void comesBackWhenTheNewOneComputesOnTheCpu() {
    host.root("docker", "tag", "localhost/hearth-twin:liar", ImmichOnPodman.ROCM).good();

    Ran failed = host.user("hearth", "up", "immich-ml", "--yes");

    assertThat(failed.status()).as(failed.said()).isEqualTo(ROLLED_BACK);
    assertThat(failed.said().replaceAll("\\s+", " "))
        .contains("immich-ml computes on the CPU: none of its processes has opened KFD");
    assertThat(isWell()).isTrue();
    assertThat(imageOf("immich_machine_learning")).isEqualTo(imageId("localhost/original:cpu"));
    assertThat(TreeHash.of(host, FOLDER)).isEqualTo(project);
  }

  @Test
  void itsLogIsReadWhereDockerKeepsIt() {
    Ran healthy = host.user("hearth", "diagnose", "immich-ml");
    host.root("docker", "tag", "localhost/hearth-twin:fallen", ImmichOnPodman.ROCM).good();
    host.user("hearth", "up", "immich-ml", "--yes", "--keep-going-on-cpu").good();

    Ran diagnosed = host.user("hearth", "diagnose", "immich-ml");

    assertThat(healthy.good()).contains("Nothing in it is known to mean trouble");
    assertThat(diagnosed.status()).as(diagnosed.said()).isEqualTo(FOUND);
    assertThat(diagnosed.said()).contains("immich-ml (compose ", "onnx.fell-back");
  }

  @Test
  void goesBackWhenAsked() {
    host.user("hearth", "up", "immich-ml", "--yes").good();

    host.user("hearth", "rollback", "immich-ml", "--yes").good();

    assertThat(isWell()).isTrue();
    assertThat(imageOf("immich_machine_learning")).isEqualTo(imageId("localhost/original:cpu"));
    assertThat(TreeHash.of(host, FOLDER)).isEqualTo(project);
  }

  private boolean isWell() {
    return host.userScript("curl -sf -m 2 http://127.0.0.1:" + PORT + "/ping").isGood();
  }

  /** The other containers, with when they were started. */
  private String others() {
    return host.root(
            "docker",
            "inspect",
            "-f",
            "{{.Id}} {{.State.StartedAt}}",
            "immich_server",
            "immich_postgres")
        .good();
  }

  private String inside(String... command) {
    String[] line = new String[command.length + 3];
    line[0] = "docker";
    line[1] = "exec";
    line[2] = "immich_machine_learning";
    System.arraycopy(command, 0, line, 3, command.length);
    return host.root(line).good();
  }

  private String imageOf(String container) {
    return host.root("docker", "inspect", "-f", "{{.Image}}", container).good().strip();
  }

  private String imageId(String name) {
    return host.root("docker", "image", "inspect", "-f", "{{.Id}}", name).good().strip();
  }
}
