package dev.hearth.testhost;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The test host that the classes of a run share, with the Radeon in it, which moves: booted when
 * the first one asks, ended with this JVM. Each class leaves the port and the configuration as it
 * found them.
 */
final class SharedHost {
  /** Where the archive lies that {@code podman load} and {@code docker load} read. */
  static final String IMAGES = "/opt/images.tar";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private SharedHost() {}

  private static final class Booted {
    private static final TestHost HOST = boot();
  }

  /** A host without what it needs skips the tests that ask. */
  static TestHost get() {
    TestHost.requireHere();
    return Booted.HOST;
  }

  private static TestHost boot() {
    Path root = TestHost.root();
    TestHost host = TestHost.boot(root, "--bind-ro=" + TestHost.images(root) + ":" + IMAGES);
    AmdGpu.install(host);
    MovingGpu.start(host);
    joinGroups(host);
    return host;
  }

  /** Puts homelab into the groups of the nodes, and lets its manager know. */
  static void joinGroups(TestHost host) {
    host.root("usermod", "-aG", "render,video", TestHost.USER).good();
    newManager(host);
  }

  /** Ends homelab's systemd; lingering starts another, which reads the groups. */
  static void newManager(TestHost host) {
    host.root("loginctl", "terminate-user", TestHost.USER);
    TestHost.await(
        "the user's systemd to end and come back",
        PATIENCE,
        () -> {
          host.root("systemctl", "start", "user@1000.service");
          return host.user("systemctl", "--user", "is-system-running").said().contains("running");
        });
  }
}
