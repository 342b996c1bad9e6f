package dev.hearth.bench;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts load on a server of this machine and prints how it bears it, beside what it could bear. */
@Command(
    name = "bench/load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Measures a server of this machine under load, beside the floor.")
public final class LoadBench implements Callable<Integer> {
  private static final int GOOD = 0;
  private static final int FAILURES = 1;
  private static final int USAGE = 2;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Measure a server that runs already; loopback only.")
  @Nullable String url;

  @Option(
      names = "--pid",
      paramLabel = "PID",
      description = "Its process, to read its memory and processor time.")
  @Nullable Long pid;

  @Option(
      names = "--checkout",
      paramLabel = "DIR",
      description = "Where ./hearth lies. Default: here.")
  Path checkout = Path.of("");

  @Option(
      names = "--photos",
      paramLabel = "DIR",
      description = "Default: shared/photos/preview beside the checkout.")
  @Nullable Path photos;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Default: shared/models beside the checkout.")
  @Nullable Path models;

  @Option(
      names = "--take",
      paramLabel = "N",
      description = "The first N photos by name. Default: 8.")
  int take = 8;

  @Option(
      names = "--tasks",
      split = ",",
      paramLabel = "TASK",
      description = "Of FACES, CLIP, OCR. Default: all.")
  List<BenchTask> tasks = List.of(BenchTask.values());

  @Option(
      names = "--concurrency",
      split = ",",
      paramLabel = "N",
      description = "Of 1, 2, 4. Default: all.")
  List<Integer> concurrencies = List.of(1, 2, 4);

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "Most requests in one measurement. Default: 400.")
  int requests = 400;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Longest time of one measurement. Default: 4.")
  double seconds = 4;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Medians are taken over them. Default: 3.")
  int rounds = 3;

  @Option(names = "--starts", paramLabel = "N", description = "Starts that are timed. Default: 3.")
  int starts = 3;

  @Option(names = "--no-floor", description = "Leave out the floor.")
  boolean noFloor;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there too.")
  @Nullable Path json;

  private final PrintWriter out;

  LoadBench(PrintWriter out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(run(new PrintWriter(System.out, true, StandardCharsets.UTF_8), arguments));
  }

  /** Runs one command line to its exit code. */
  static int run(PrintWriter out, String... arguments) {
    CommandLine line = new CommandLine(new LoadBench(out));
    line.setOut(out);
    line.setErr(out);
    line.setExecutionExceptionHandler((failure, _, _) -> {
      if (!(failure instanceof ProblemException refused)) {
        throw failure;
      }
      Problem problem = refused.problem();
      out.println(problem.what() + ": " + problem.evidence());
      out.println("  " + problem.remedy());
      return problem.kind() == Problem.Kind.BAD_SETTING ? USAGE : FAILURES;
    });
    return line.execute(arguments);
  }

  @Override
  public Integer call() throws IOException {
    Photos read = Photos.read(photosFolder(), take);
    List<Double> firstAnswers = new ArrayList<>();
    try (ServerUnderTest server = server(read, firstAnswers)) {
      Optional<Floor> floor = noFloor ? Optional.empty() : Optional.of(floor(read));
      try {
        Results results =
            new Measurement(plan(), read, server, floor, this::note).run(firstAnswers);
        new TextReport(out).print(results);
        if (json != null) {
          JsonReport.write(results, json);
        }
        return results.failures() == 0 ? GOOD : FAILURES;
      } finally {
        floor.ifPresent(Floor::close);
      }
    }
  }

  private Plan plan() {
    Bounds warmUp = new Bounds(10 * take, Duration.ofSeconds(10));
    Bounds bounds = new Bounds(requests, Duration.ofMillis(Math.round(1000 * seconds)));
    return new Plan(tasks, Set.copyOf(concurrencies), Math.max(1, rounds), warmUp, bounds);
  }

  /** The server to measure: the named one, or the last of those started and timed. */
  private ServerUnderTest server(Photos read, List<Double> firstAnswers) throws IOException {
    if (url != null) {
      return ServerUnderTest.running(url, Optional.ofNullable(pid));
    }
    byte[] request =
        PredictRequest.of(BenchTask.FACES.entries(), read.photos().getFirst().encoded());
    Path log = workFolder().resolve("server.log");
    note("the server's output goes to " + log);
    List<String> arguments = List.of("--no-starter", "--models", modelsFolder().toString());
    for (int start = 1; ; start++) {
      long since = System.nanoTime();
      ServerUnderTest server = ServerUnderTest.start(checkout.toAbsolutePath(), arguments, log);
      try {
        firstAnswers.add(FirstAnswer.await(server, request, since));
      } catch (ProblemException silent) {
        server.close();
        throw silent;
      }
      if (start >= starts) {
        return server;
      }
      server.close();
    }
  }

  private Floor floor(Photos read) throws IOException {
    return new Floor(modelsFolder(), workFolder().resolve("libraries"), read);
  }

  private Path workFolder() throws IOException {
    return Files.createDirectories(checkout.toAbsolutePath().resolve("bench/target"));
  }

  private Path photosFolder() {
    return photos != null ? photos : shared("photos/preview", "--photos");
  }

  private Path modelsFolder() {
    return models != null ? models.toAbsolutePath() : shared("models", "--models");
  }

  /** A folder in {@code shared}, which may lie beside the checkout or further up. */
  private Path shared(String name, String option) {
    for (Path up = checkout.toAbsolutePath(); up != null; up = up.getParent()) {
      Path candidate = up.resolve("shared").resolve(name);
      if (Files.isDirectory(candidate)) {
        return candidate;
      }
    }
    throw new ProblemException(
        new Problem(
            Problem.Kind.BAD_SETTING,
            "There is no folder shared/" + name + " beside the checkout",
            "looked in " + checkout.toAbsolutePath() + " and above",
            "Name it: " + option + " DIR"));
  }

  private void note(String line) {
    out.println("# " + line);
    out.flush();
  }
}
