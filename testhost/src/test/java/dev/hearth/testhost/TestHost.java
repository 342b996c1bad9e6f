package dev.hearth.testhost;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/**
 * A Debian 13 with systemd as its first process, Podman for the user homelab, and Docker: booted on
 * a copy that is thrown away. It ends with this object, and with this JVM, however that ends.
 */
final class TestHost implements AutoCloseable {
  /** The user that runs the services. */
  static final String USER = "homelab";

  static final Path ROOT = Path.of(System.getProperty("hearth.root", "..")).toAbsolutePath();
  private static final Path DIST = ROOT.resolve("cli/target/dist");
  static final Path CLASSES = ROOT.resolve("testhost/target/test-classes");
  private static final Path SCRIPTS = ROOT.resolve("testhost");
  private static final String JAVA = System.getProperty("java.home");
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int NOT_HERE = 75;

  private final Process boot;
  private final Path run;
  private final String leader;

  private TestHost(Process boot, Path run, String leader) {
    this.boot = boot;
    this.run = run;
    this.leader = leader;
  }

  private static final class Built {
    private static final Ran RAN = script("build");
  }

  /** Skips the test, with the reason, on a machine that cannot build the root file system. */
  static void requireHere() {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new TestAbortedException("the test host needs root");
    }
    if (Built.RAN.status() == NOT_HERE) {
      throw new TestAbortedException("no test host here: " + lastLine(Built.RAN));
    }
  }

  /** The folder that build made or kept. */
  static Path root() {
    requireHere();
    Built.RAN.good();
    return Path.of(lastLine(Built.RAN));
  }

  /** The archive with the images that stand for Immich's. */
  static Path images(Path root) {
    Ran made = script("images", root.toString(), DIST.toString());
    if (made.status() != 0) {
      throw new AssertionError(made.said());
    }
    return Path.of(lastLine(made));
  }

  /** Boots it; hearth and this JVM's Java are on its search path, the test classes at their own. */
  static TestHost boot(Path root, String... options) {
    if (!Files.isRegularFile(DIST.resolve("java.args"))) {
      throw new AssertionError("there is no program in " + DIST + ": ./hearth --version builds it");
    }
    Path run =
        root.resolveSibling("run-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
    List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve("boot").toString()));
    command.addAll(List.of(root.toString(), run.toString()));
    command.add("--bind-ro=" + JAVA + ":/opt/jdk");
    command.add("--bind-ro=" + CLASSES + ":" + CLASSES);
    // Without the sources beside it the launcher looks for nothing newer; its class path is
    // absolute.
    command.add("--bind-ro=" + ROOT.resolve("hearth") + ":/opt/hearth/hearth");
    command.add("--bind-ro=" + DIST + ":/opt/hearth/cli/target/dist");
    command.add("--bind-ro=" + DIST + ":" + DIST);
    command.addAll(List.of(options));
    try {
      Process boot =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Files.createTempFile("hearth-testhost", ".log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(boot::destroy));
      return new TestHost(boot, run, leader(boot, run)).ready();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String leader(Process boot, Path run) throws IOException {
    Path told = run.resolve("leader");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && boot.isAlive()) {
      if (Files.exists(told)) {
        return Files.readString(told).strip();
      }
      pause(Duration.ofMillis(50));
    }
    boot.destroy();
    throw new AssertionError("the test host does not boot");
  }

  private TestHost ready() {
    // A checkout below a home is closed to homelab there as it is here.
    for (Path path = DIST; path.getParent() != null; path = path.getParent()) {
      root("chmod", "o+x", path.getParent().toString());
    }
    await(
        "the system and the user's systemd",
        PATIENCE,
        () ->
            root("systemctl", "is-system-running").said().matches("(?s)(running|degraded).*")
                && user("systemctl", "--user", "is-system-running").said().contains("running"));
    return this;
  }

  /** Runs a command as root. */
  Ran root(String... command) {
    List<String> all = entering();
    all.addAll(List.of("/usr/bin/env", "-i", "-C", "/root", "HOME=/root", "USER=root"));
    all.addAll(List.of("LANG=C.UTF-8", "JAVA_HOME=/opt/jdk", "PATH=" + SEARCHED));
    all.addAll(List.of(command));
    return Shell.run(PATIENCE, all);
  }

  /** Programs that go before those of their names. */
  static final String FIRST = "/opt/first";

  private static final String SEARCHED =
      FIRST + ":/opt/hearth:/opt/jdk/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Runs a command in a login session of homelab. */
  Ran user(String... command) {
    return Shell.run(PATIENCE, session(Map.of(), command));
  }

  /** Runs a shell script in a login session of homelab. */
  Ran userScript(String script) {
    return user("/bin/bash", "-c", script);
  }

  /** Runs a shell script as root. */
  Ran rootScript(String script) {
    return root("/bin/bash", "-c", script);
  }

  /** Starts a command in a login session of homelab, for what runs beside a test. */
  Beside start(String unit, String... command) {
    List<String> line = session(Map.of("unit", unit), command);
    try {
      return new Beside(new ProcessBuilder(line).redirectErrorStream(true).start());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private List<String> session(Map<String, String> options, String... command) {
    List<String> all = entering();
    all.addAll(List.of("systemd-run", "-q", "--pipe", "--wait", "--collect"));
    options.forEach((name, value) -> all.add("--" + name + "=" + value));
    all.addAll(
        List.of("--service-type=exec", "--uid=" + USER, "--working-directory=/home/" + USER));
    all.addAll(List.of("-p", "PAMName=login", "--setenv=JAVA_HOME=/opt/jdk"));
    // env, because systemd-run looks for programs on its own search path.
    all.addAll(List.of("--setenv=PATH=" + SEARCHED, "--", "/usr/bin/env"));
    all.addAll(List.of(command));
    return all;
  }

  private List<String> entering() {
    return new ArrayList<>(List.of("nsenter", "-t", leader, "-a", "--"));
  }

  /** Where a file of the test host is seen from here. */
  Path at(String path) {
    return Path.of("/proc", leader, "root").resolve(path.substring(1));
  }

  /** Writes a file; its folder is made. The owner is root, or homelab below its home. */
  void write(String path, String text) {
    try {
      Path file = at(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    if (path.startsWith("/home/" + USER + "/")) {
      rootScript("chown -R %s:%s /home/%s/.config".formatted(USER, USER, USER)).good();
      root("chown", USER + ":" + USER, path).good();
    }
  }

  /** Copies a file of this machine into the test host. */
  void copy(Path file, String to) {
    try {
      Path target = at(to);
      Files.createDirectories(target.getParent());
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  String read(String path) {
    try {
      return Files.readString(at(path));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Asked again and again until it holds. */
  interface Condition {
    boolean holds();
  }

  static void await(String what, Duration patience, Condition condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      pause(Duration.ofMillis(100));
    }
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }

  private static Ran script(String name, String... arguments) {
    List<String> command = new ArrayList<>(List.of("env", "JAVA_HOME=" + JAVA));
    command.add(SCRIPTS.resolve(name).toString());
    command.addAll(List.of(arguments));
    return Shell.run(Duration.ofMinutes(10), command);
  }

  private static String lastLine(Ran ran) {
    List<String> lines = ran.said().lines().toList();
    return lines.isEmpty() ? "it said nothing" : lines.getLast();
  }

  @Override
  public void close() {
    try (OutputStream end = boot.getOutputStream()) {
      end.flush();
    } catch (IOException _) {
      boot.destroy();
    }
    try {
      if (!boot.waitFor(Duration.ofSeconds(30))) {
        boot.destroy();
      }
    } catch (InterruptedException _) {
      boot.destroy();
      Thread.currentThread().interrupt();
    }
  }

  /** The folder that the run writes; gone after it. */
  Path folder() {
    return run;
  }
}
