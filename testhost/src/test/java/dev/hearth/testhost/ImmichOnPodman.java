package dev.hearth.testhost;

import java.time.Duration;

/**
 * Immich's machine learning as a Quadlet of homelab, on the CPU, on a machine with a Radeon: what a
 * person has before hearth. The images are our own engine under Immich's names.
 */
final class ImmichOnPodman {
  static final int PORT = 3003;
  static final String IMAGE = "ghcr.io/immich-app/immich-machine-learning";
  static final String CPU = IMAGE + ":v3.1.0";
  static final String ROCM = IMAGE + ":v3.1.0-rocm";
  static final String UNIT = "immich-ml.service";
  static final String QUADLET = "/home/homelab/.config/containers/systemd/immich-ml.container";

  /** A person's own, with what a generated file would not have. */
  private static final String TEXT =
      """
      # Immich machine learning, see my wiki
      [Unit]
      Description=Immich machine learning
      After=network-online.target

      [Container]
      Image=ghcr.io/immich-app/immich-machine-learning:v3.1.0
      ContainerName=immich_machine_learning
      # the server and postgres use the host's network too
      Network=host
      Volume=model-cache:/cache
      Environment=MACHINE_LEARNING_LOG_LEVEL=info
      Label=mine=yes
      StopTimeout=15

      [Service]
      Restart=on-failure
      RestartSec=2

      [Install]
      WantedBy=default.target
      """;

  private final TestHost host;

  private ImmichOnPodman(TestHost host) {
    this.host = host;
  }

  /** On the test host that all share, with the images, the GPU, and homelab in its groups. */
  static ImmichOnPodman install() {
    ImmichOnPodman immich = new ImmichOnPodman(SharedHost.get());
    immich.host.user("podman", "load", "-q", "-i", SharedHost.IMAGES).good();
    immich.host.user("podman", "tag", CPU, "localhost/original:cpu").good();
    immich.host.user("podman", "tag", ROCM, "localhost/original:rocm").good();
    return immich;
  }

  TestHost host() {
    return host;
  }

  /** The service on the CPU, well, and nothing that an earlier test left. */
  void reset() {
    host.user("systemctl", "--user", "stop", UNIT);
    host.userScript(
            """
            set -e
            rm -rf ~/.local/state/hearth ~/.config/hearth ~/.config/containers/systemd
            systemctl --user reset-failed
            podman rm -af >/dev/null
            podman volume rm -af >/dev/null
            podman tag localhost/original:cpu %s
            podman tag localhost/original:rocm %s
            """
                .formatted(CPU, ROCM))
        .good();
    host.write(QUADLET, TEXT);
    host.user("systemctl", "--user", "daemon-reload").good();
    host.user("systemctl", "--user", "start", UNIT).good();
    awaitWell("the service on the CPU");
  }

  /** Lets another image answer to the name of the one for ROCm. */
  void rocmIs(String image) {
    host.user("podman", "tag", image, ROCM).good();
  }

  boolean isWell() {
    return host.userScript("curl -sf -m 2 http://127.0.0.1:" + PORT + "/ping").isGood();
  }

  void awaitWell(String what) {
    TestHost.await(what, Duration.ofMinutes(2), this::isWell);
  }

  /** The image that the running container was made of, by its first tag. */
  String runningImage() {
    return host.userScript("podman ps --format '{{.Names}} {{.Image}}'").good().strip();
  }

  /** The id of the image that runs, whatever its name points at now. */
  String runningImageId() {
    return host.userScript("podman ps -q | xargs -r podman inspect --format '{{.Image}}'")
        .good()
        .strip();
  }

  String imageId(String name) {
    return host.user("podman", "image", "inspect", "--format", "{{.Id}}", name).good().strip();
  }

  /** Content, mode and owner of everything in homelab's configuration. */
  String configuration() {
    return TreeHash.of(host, "/home/homelab/.config");
  }

  /** What hearth noted of its deployments, as far as it came. */
  String journal() {
    return host.rootScript("cat ~homelab/.local/state/hearth/deployments/*/journal.jsonl").said();
  }

  /** Runs hearth as homelab. */
  Ran hearth(String... arguments) {
    String[] line = new String[arguments.length + 1];
    line[0] = "hearth";
    System.arraycopy(arguments, 0, line, 1, arguments.length);
    return host.user(line);
  }

  /** Leaves the port to others. */
  void stop() {
    host.user("systemctl", "--user", "stop", UNIT);
    host.userScript("rm -rf ~/.local/state/hearth ~/.config/containers/systemd; podman rm -af");
    host.user("systemctl", "--user", "daemon-reload").good();
  }
}
