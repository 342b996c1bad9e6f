package dev.hearth.deployment.manager;

import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.Finished;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/** The images of one engine: which are here, how large others are, and how they come here. */
final class Images {
  private static final Duration REGISTRY = Duration.ofSeconds(45);

  private final Containers engine;
  private final Map<String, Map<String, Long>> layers = new ConcurrentHashMap<>();

  Images(Containers engine) {
    this.engine = engine;
  }

  boolean has(String image) {
    Finished finished =
        engine.podman()
            ? engine.ask("image", "exists", Names.image(image))
            : engine.ask("image", "inspect", "--format", "{{.Id}}", Names.image(image));
    boolean absent =
        engine.podman()
            ? finished.exitCode() == 1
            : finished.stderr().contains("No such image")
                || finished.stderr().contains("no such image");
    if (!finished.succeeded() && !absent) {
      throw engine.failed(finished, "It is not known whether the image " + image + " is here");
    }
    return finished.succeeded();
  }

  void pull(String image, LongConsumer bytes) {
    new Pull(engine, Names.image(image), layers.getOrDefault(image, Map.of())).run(bytes);
  }

  /** How large an image is: by the engine where it is here, else by its manifest. */
  Reading<ImageSizes> sizes(String image) {
    Names.image(image);
    try {
      Reading<Long> here = unpacked(image);
      Optional<ImageSizes> packed = engine.podman() ? byPodman(image) : byDocker(image);
      packed.ifPresent(sizes -> layers.put(image, sizes.layers()));
      return packed
          .map(it -> new ImageSizes(it.packedBytes(), here.or(it::unpackedBytes), it.layers()))
          .map(Reading::known)
          .orElseGet(() -> Reading.unknown("no manifest of " + image + " could be read"));
    } catch (ProblemException failed) {
      return Reading.unknown(failed.problem().sentence());
    }
  }

  private Reading<Long> unpacked(String image) {
    Finished finished = engine.ask("image", "inspect", "--format", "{{.Size}}", image);
    try {
      return finished.succeeded()
          ? Reading.known(Long.parseLong(finished.stdout().strip()))
          : Reading.unknown(image + " is not here");
    } catch (NumberFormatException _) {
      return Reading.unknown(engine.name() + " tells no size of " + image);
    }
  }

  private Optional<ImageSizes> byDocker(String image) {
    Finished finished = ask("manifest", "inspect", "--verbose", image);
    return finished.succeeded()
        ? Manifests.verbose(finished.stdout(), engine.architecture())
        : Optional.empty();
  }

  /** A name of several platforms leads to a list, and the list to the manifest of this one. */
  private Optional<ImageSizes> byPodman(String image) {
    String first = Manifests.ofPodman(ask("manifest", "inspect", image));
    return Manifests.digest(first, engine.architecture())
        .map(digest -> ask("manifest", "inspect", ImageName.parse(image).at(digest)))
        .map(Manifests::ofPodman)
        .or(() -> Optional.of(first))
        .flatMap(Manifests::sizes)
        .or(() -> bySkopeo(image));
  }

  private Optional<ImageSizes> bySkopeo(String image) {
    try {
      Finished finished = engine.skopeo("docker://" + image, REGISTRY);
      return finished.succeeded() ? Manifests.sizes(finished.stdout()) : Optional.empty();
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }

  private Finished ask(String... arguments) {
    return engine.ask(engine.call(new ArrayList<>(List.of(arguments))).within(REGISTRY));
  }

  /** Where the engine keeps its images. */
  Reading<String> store() {
    try {
      return engine.podman() ? podmanStore() : dockerStore();
    } catch (ProblemException failed) {
      return Reading.unknown(failed.problem().sentence());
    }
  }

  private Reading<String> podmanStore() {
    return path(engine.ask("info", "--format", "{{.Store.GraphRoot}}"));
  }

  /** Under containerd's images, Docker's own folder holds none. */
  private Reading<String> dockerStore() {
    Finished finished =
        engine.ask(
            "info", "--format", "{{.OperatingSystem}}\n{{.DriverStatus}}\n{{.DockerRootDir}}");
    if (finished.stdout().startsWith("Docker Desktop")) {
      return Reading.unknown("Docker Desktop keeps its images in a virtual machine");
    }
    return finished.stdout().contains("io.containerd.snapshotter")
        ? Reading.known("/var/lib/containerd")
        : path(finished);
  }

  private Reading<String> path(Finished finished) {
    String last = finished.stdout().strip();
    String line = last.substring(last.lastIndexOf('\n') + 1);
    return finished.succeeded() && line.startsWith("/")
        ? Reading.known(line)
        : Reading.unknown(engine.name() + " info says: " + Said.of(finished));
  }

  /** Room on the disk that holds the images. */
  Reading<DiskSpace> room() {
    return store().flatMap(engine::disk);
  }
}
