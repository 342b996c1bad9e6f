package dev.hearth.deployment.bundle;

import dev.hearth.machine.Command;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Takes a folder out of an image through a container that is never started, and always removed. */
final class ImageCopy {
  private static final System.Logger LOG = System.getLogger(ImageCopy.class.getName());
  private static final Duration BRIEF = Duration.ofMinutes(2);
  private static final Duration FETCH = Duration.ofHours(3);
  private static final Duration COPY = Duration.ofMinutes(30);

  /** A name of its own, so that the next run finds what one that was killed left. */
  private static final String CONTAINER = "hearth-ollama-bundle";

  /** Where the libraries lie in Ollama's images of all versions. */
  private static final String FOLDER = "/usr/lib/ollama/.";

  private final CommandRunner runner;
  private final BundleSource.Image source;
  private final Room room;

  ImageCopy(CommandRunner runner, BundleSource.Image source, Room room) {
    this.runner = runner;
    this.source = source;
    this.room = room;
  }

  void into(Path folder) throws IOException {
    if (!run(BRIEF, "image", "inspect", source.image()).succeeded()) {
      require(
          run(FETCH, "pull", "--platform", "linux/amd64", source.image()),
          "The image " + source.image() + " could not be fetched",
          "Run `" + source.program() + " pull " + source.image() + "` and see what it says.");
    }
    requireRoom();
    // The command is never run; an image without one of its own could not be used otherwise.
    run(BRIEF, "rm", "-f", CONTAINER);
    try {
      require(
          run(BRIEF, "create", "--name", CONTAINER, source.image(), "true"),
          "No container could be made of " + source.image(),
          "Run `" + source.program() + " create " + source.image() + "` and see what it says.");
      require(
          run(COPY, "cp", CONTAINER + ":" + FOLDER, folder.toString()),
          "Ollama's libraries could not be copied out of " + source.image(),
          "See that " + folder.getParent() + " has room, and that the image is one of Ollama's.");
    } finally {
      remove();
    }
  }

  /** Both engines tell an image's size unpacked; nearly all of it is ROCm. */
  private void requireRoom() throws IOException {
    String said = run(BRIEF, "image", "inspect", "--format", "{{.Size}}", source.image()).stdout();
    if (said.strip().matches("\\d{1,15}")) {
      room.require(Long.parseLong(said.strip()));
    }
  }

  /** A container that stays behind does no harm: the first trouble is the one to tell. */
  private void remove() {
    try {
      Finished removed = run(BRIEF, "rm", "-f", CONTAINER);
      if (!removed.succeeded()) {
        LOG.log(System.Logger.Level.WARNING, () -> left(removed.stderr().strip()));
      }
    } catch (ProblemException failed) {
      LOG.log(System.Logger.Level.WARNING, () -> left(failed.problem().sentence()));
    }
  }

  private String left(String why) {
    return "the container "
        + CONTAINER
        + " stays behind ("
        + why
        + "); remove it with: "
        + source.program()
        + " rm -f "
        + CONTAINER;
  }

  private Finished run(Duration deadline, String... arguments) {
    List<String> argv = Stream.concat(Stream.of(source.program()), Stream.of(arguments)).toList();
    return runner.run(new Command(argv, deadline));
  }

  private static void require(Finished finished, String what, String remedy) {
    if (!finished.succeeded()) {
      String said = finished.stderr().isBlank() ? finished.stdout() : finished.stderr();
      throw new ProblemException(
          new Problem(Problem.Kind.UNAVAILABLE, what, lastLine(said), remedy));
    }
  }

  private static String lastLine(String text) {
    return text.lines().filter(each -> !each.isBlank()).reduce("", (_, last) -> last).strip();
  }
}
