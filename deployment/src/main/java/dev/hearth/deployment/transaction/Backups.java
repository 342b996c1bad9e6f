package dev.hearth.deployment.transaction;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What deployments kept, and the way back to it. Changes nothing but by a deployment. */
public final class Backups {
  private final DeploymentStore store;
  private final Disk disk;

  public Backups(DeploymentStore store, Means means) {
    this.store = store;
    this.disk = means.disk();
  }

  /** All of them, oldest first. Those with damaged journals are {@link Recovery}'s to report. */
  public List<Backup> list() {
    return courses().map(this::backup).toList();
  }

  /** The ones of a service that can be gone back to: before each committed deployment of it. */
  public List<Backup> of(String service) {
    return committed(service).map(this::backup).toList();
  }

  /**
   * The way back to how a service was before a deployment. Takes back the later ones as well.
   *
   * @param id of a committed deployment of the service
   * @throws ProblemException where there is none such, or its copies are damaged
   */
  public Restoration restore(String service, String id) {
    List<Course> back =
        committed(service).filter(course -> course.began().id().compareTo(id) >= 0).toList();
    if (back.isEmpty() || !back.getFirst().began().id().equals(id)) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.NOT_FOUND,
              "There is no backup " + id + " of " + service,
              known(service),
              "List them: hearth backups " + service));
    }
    requireSound(back);
    try {
      return new Way(back, before(service, id)).back(disk);
    } catch (IOException trouble) {
      throw new ProblemException(Trouble.of(trouble), trouble);
    }
  }

  private String known(String service) {
    List<String> ids = committed(service).map(course -> course.began().id()).toList();
    return ids.isEmpty() ? "there are none of it" : "there are " + String.join(", ", ids);
  }

  private void requireSound(List<Course> back) {
    List<Path> unsound = back.stream().flatMap(course -> unsound(course).stream()).toList();
    if (!unsound.isEmpty()) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The backup is damaged",
              "missing, or not what it was: " + unsound,
              "Choose a later one: hearth backups"));
    }
  }

  /** The deployment that made what the restored files name. */
  private Optional<Course> before(String service, String id) {
    return committed(service)
        .filter(course -> course.began().id().compareTo(id) < 0)
        .reduce((_, last) -> last);
  }

  private Stream<Course> committed(String service) {
    return courses()
        .filter(course -> course.began().service().equals(service))
        .filter(Course::committed);
  }

  private Stream<Course> courses() {
    return store.ids().stream()
        .map(id -> store.journal(id, disk))
        .filter(journal -> !journal.isEmpty() && !journal.damaged())
        .map(Journal::course);
  }

  private Backup backup(Course course) {
    Entry.Began began = course.began();
    return new Backup(
        began.id(),
        began.at(),
        began.service(),
        began.summary(),
        course.ended().map(Entry.Ended::ending),
        course.ended().flatMap(Entry.Ended::downtime),
        unsound(course));
  }

  private static List<Path> unsound(Course course) {
    List<Path> unsound = new ArrayList<>();
    for (Former former : course.formers()) {
      switch (former) {
        case Former.File file ->
            file.copy()
                .filter(copy -> !isSound(copy))
                .map(Former.Copy::file)
                .ifPresent(unsound::add);
        // only a committed deployment has moved it for good
        case Former.Folder folder when course.committed() ->
            folder
                .kept()
                .filter(kept -> !isSound(kept, folder.fingerprint()))
                .ifPresent(unsound::add);
        case Former.Folder _ -> {}
      }
    }
    return unsound;
  }

  private static boolean isSound(Former.Copy copy) {
    try {
      return Checksum.of(Files.readAllBytes(copy.file())).equals(copy.sha256());
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean isSound(Path kept, Optional<String> fingerprint) {
    try {
      return Optional.of(Checksum.ofFolder(kept)).equals(fingerprint);
    } catch (IOException unreadable) {
      return false;
    }
  }
}
