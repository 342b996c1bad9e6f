package dev.hearth.deployment.transaction;

import dev.hearth.deployment.edit.Change;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds out whether an undertaking can be done, and changes nothing. */
final class Preflight {
  private static final double GIB = 1L << 30;

  private final Undertaking undertaking;
  private final Means means;
  private final Manager manager;

  Preflight(Undertaking undertaking, Means means, Manager manager) {
    this.undertaking = undertaking;
    this.means = means;
    this.manager = manager;
  }

  void check(Consumer<String> notes) throws IOException {
    requirePlacesAreDistinct();
    requireAsPlanned();
    for (Change change : undertaking.changes()) {
      requireWritable(change);
    }
    requireRoomForImage(notes);
  }

  /** Whether all places are still as the plan found them; asked again after a long pull. */
  void requireAsPlanned() throws IOException {
    for (Change change : undertaking.changes()) {
      Ground.requireAsPlanned(change);
    }
  }

  private void requirePlacesAreDistinct() throws IOException {
    Set<Path> seen = new HashSet<>();
    for (Change change : undertaking.changes()) {
      if (!seen.add(Ground.real(change.path()))) {
        throw new ProblemException(
            Problem.Kind.UNPROCESSABLE,
            change.path() + " would be changed twice",
            "Name each file once; two names may be links to one file.");
      }
    }
  }

  private void requireWritable(Change change) throws IOException {
    Path real = Ground.real(change.path());
    boolean file = Files.isRegularFile(real);
    Attributes attributes = file ? Attributes.of(real) : Attributes.READABLE;
    try {
      means.disk().rehearse(trial(real), attributes);
    } catch (IOException denied) {
      throw Trouble.exception(change.path(), denied);
    }
    if (change instanceof Change.Folder(Path path, Path staged)
        && !Ground.onSameDisk(staged, Ground.presentFolder(path))) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNPROCESSABLE,
              staged + " cannot be moved to " + path,
              "they are on two file systems",
              "Prepare it beside " + path + "."));
    }
  }

  /** A file that could be written instead: the folder of the real one may not be there yet. */
  private static Path trial(Path real) {
    return Ground.presentFolder(real).resolve(real.getFileName());
  }

  /** Removes what a power cut left of trials at these places. */
  static void clean(List<Path> places, Disk disk) throws IOException {
    for (Path place : places) {
      disk.remove(Disk.draft(trial(Ground.real(place))));
    }
  }

  private void requireRoomForImage(Consumer<String> notes) {
    if (undertaking.image().isEmpty() || manager.hasImage(undertaking.image().get())) {
      return;
    }
    Optional<Long> need = undertaking.imageBytes();
    switch (means.imageRoom().of(undertaking.target())) {
      case Reading.Known<DiskSpace>(DiskSpace room) when need.isPresent() -> {
        if (room.freeBytes() < need.get()) {
          throw new ProblemException(
              new Problem(
                  Problem.Kind.UNAVAILABLE,
                  "The disk has no room for " + undertaking.image().get(),
                  "it takes " + gib(need.get()) + " and " + gib(room.freeBytes()) + " are free",
                  "Make room, for example: podman image prune, or docker image prune"));
        }
      }
      case Reading.Known<DiskSpace> _ -> notes.accept("Nobody says how large the image is.");
      case Reading.Unknown<DiskSpace>(String reason) ->
          notes.accept("The room for the image is unknown: " + reason);
    }
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }
}
