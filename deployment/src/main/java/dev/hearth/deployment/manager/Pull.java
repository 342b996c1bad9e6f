package dev.hearth.deployment.manager;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Fetches one image. The programs tell their progress to terminals only, and Podman's tells no
 * bytes elsewhere at all; both engines tell them over a socket. Where that cannot be had, or the
 * image is not for everybody, the program fetches it, and nothing is said of bytes.
 */
final class Pull {
  /** An image of 35 GB over a slow line. */
  private static final Duration LONGEST = Duration.ofHours(12);

  /** Nothing is said while a large layer is written to a slow disk. */
  private static final Duration SILENCE = Duration.ofMinutes(30);

  private static final Duration SERVICE_START = Duration.ofSeconds(8);
  private static final int GOOD = 200;
  private static final String UNIX = "unix://";

  private static final System.Logger LOG = System.getLogger(Pull.class.getName());

  private final Containers engine;
  private final String image;
  private final Map<String, Long> layers;

  /**
   * A pull.
   *
   * @param layers packed sizes by digest, as far as they are known
   */
  Pull(Containers engine, String image, Map<String, Long> layers) {
    this.engine = engine;
    this.image = image;
    this.layers = layers;
  }

  void run(LongConsumer bytes) {
    if (ImageName.parse(image).registry().equals("localhost")) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          "The image " + image + " is not here, and no registry has it",
          "Build it, or load it: " + engine.name() + " load -i FILE");
    }
    if (!overSocket(bytes)) {
      byProgram();
    }
  }

  private boolean overSocket(LongConsumer bytes) {
    if (!engine.podman()) {
      return dockerSocket().filter(socket -> fetched(socket, bytes)).isPresent();
    }
    // Only Podman's program asks its own settings what a short name means.
    boolean possible = engine.ours() && ImageName.parse(image).qualified();
    return possible && withService(bytes);
  }

  /** The socket of the context in use; empty where it is on another machine. */
  private Optional<Path> dockerSocket() {
    Finished finished = engine.ask("context", "inspect", "--format", "{{.Endpoints.docker.Host}}");
    String host = finished.stdout().strip();
    return finished.succeeded() && host.startsWith(UNIX)
        ? Optional.of(Path.of(host.substring(UNIX.length())))
        : Optional.empty();
  }

  /** Podman answers for as long as it is asked, on a socket that only this user sees. */
  private boolean withService(LongConsumer bytes) {
    Optional<Path> folder = engine.programs().runtimeFolder().map(Path::of);
    if (folder.isEmpty()) {
      return false;
    }
    Path socket = folder.get().resolve("hearth-" + UUID.randomUUID() + ".sock");
    Call call = engine.call(List.of("system", "service", "--time", "30", UNIX + socket));
    Thread service = Thread.ofVirtual().start(() -> serve(call.within(LONGEST)));
    try {
      return appears(socket, service) && fetched(socket, bytes);
    } finally {
      service.interrupt();
      remove(socket);
    }
  }

  private void serve(Call call) {
    try {
      engine.ask(call);
    } catch (ProblemException ended) {
      LOG.log(System.Logger.Level.DEBUG, () -> "Podman's service: " + ended.getMessage());
    }
  }

  private static boolean appears(Path socket, Thread service) {
    long end = System.nanoTime() + SERVICE_START.toNanos();
    try {
      while (System.nanoTime() < end && service.isAlive()) {
        if (Files.exists(socket)) {
          return true;
        }
        Thread.sleep(20);
      }
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw stopped(interrupted);
    }
  }

  private static void remove(Path socket) {
    try {
      Files.deleteIfExists(socket);
    } catch (IOException left) {
      LOG.log(System.Logger.Level.DEBUG, "a socket was left behind", left);
    }
  }

  /**
   * Fetches it over a socket.
   *
   * @return whether it is here; false where the program must try, which knows the passwords
   */
  private boolean fetched(Path socket, LongConsumer bytes) {
    PullProgress progress = new PullProgress(layers);
    long[] told = {0};
    try {
      int status =
          new EngineSocket(socket, SILENCE)
              .post(
                  target(),
                  line -> {
                    progress.accept(line);
                    if (progress.bytes() > told[0]) {
                      told[0] = progress.bytes();
                      bytes.accept(told[0]);
                    }
                  });
      if (status == GOOD && progress.error().isEmpty()) {
        return true;
      }
    } catch (IOException unheard) {
      if (Thread.currentThread().isInterrupted()) {
        throw stopped(unheard);
      }
      LOG.log(System.Logger.Level.DEBUG, "no pull over the engine's socket", unheard);
      return false;
    }
    progress.error().filter(Pull::isFinal).ifPresent(this::refuse);
    return false;
  }

  /** No password and no second try makes a difference. */
  private static boolean isFinal(String error) {
    return ImageTrouble.of(error)
        .filter(trouble ->
            switch (trouble) {
              case NO_SUCH_VERSION, NO_SUCH_PLATFORM, NO_ROOM -> true;
              case TOO_OFTEN, NOT_ALLOWED, NOT_TRUSTED, NO_REGISTRY, NO_NETWORK -> false;
            })
        .isPresent();
  }

  private void refuse(String error) {
    throw new ProblemException(ImageTrouble.problem(image, engine.name(), error));
  }

  private String target() {
    ImageName name = ImageName.parse(image);
    return "/images/create?fromImage="
        + URLEncoder.encode(name.repository(), StandardCharsets.UTF_8)
        + "&tag="
        + URLEncoder.encode(name.version(), StandardCharsets.UTF_8);
  }

  private void byProgram() {
    Finished finished =
        engine.ask(
            engine.call(List.of("pull", image)).within(LONGEST),
            line -> LOG.log(System.Logger.Level.DEBUG, line));
    if (!finished.succeeded()) {
      refuse(finished.stderr().isBlank() ? Said.of(finished) : finished.stderr());
    }
  }

  private static ProblemException stopped(Exception interrupted) {
    return new ProblemException(
        Problem.of(
            Problem.Kind.UNAVAILABLE,
            "The image was not fetched to its end",
            "Run it again; what has come is kept by most engines."),
        interrupted);
  }
}
