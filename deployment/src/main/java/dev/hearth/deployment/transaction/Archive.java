package dev.hearth.deployment.transaction;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Files what is over: a summary for people, and no more deployments than are of use. */
final class Archive {
  private static final int KEPT = 10;

  private final DeploymentStore store;
  private final Disk disk;

  Archive(DeploymentStore store, Disk disk) {
    this.store = store;
    this.disk = disk;
  }

  /** The deployment is over either way, so trouble here is only told. */
  void file(Course course, Listener listener) {
    if (course.ended().isEmpty()) {
      return;
    }
    try {
      disk.replace(
          store.summary(course.began().id()),
          JournalFormat.summary(course).getBytes(StandardCharsets.UTF_8),
          Attributes.PRIVATE);
      prune(course.began().service());
    } catch (IOException trouble) {
      listener.note(Trouble.of(trouble).sentence());
    }
  }

  private void prune(String service) throws IOException {
    List<Course> over =
        store.ids().stream()
            .map(id -> store.journal(id, disk))
            .filter(journal -> !journal.isEmpty() && !journal.damaged())
            .map(Journal::course)
            .filter(course -> course.began().service().equals(service))
            .filter(
                course -> course.ended().filter(end -> end.ending() != Ending.BROKEN).isPresent())
            .toList();
    removeOldest(over.stream().filter(Course::committed).toList());
    removeOldest(over.stream().filter(Predicate.not(Course::committed)).toList());
  }

  private void removeOldest(List<Course> oldestFirst) throws IOException {
    for (Course course : oldestFirst.subList(0, Math.max(0, oldestFirst.size() - KEPT))) {
      for (Former former : course.formers()) {
        if (course.committed()
            && former instanceof Former.Folder folder
            && folder.kept().isPresent()) {
          removeTree(folder.kept().get(), disk);
        }
      }
      String id = course.began().id();
      removeTree(store.backup(id), disk);
      // what is left of one that is only half removed still says what it was
      removeTree(store.of(id), disk);
    }
  }

  static void removeTree(Path root, Disk disk) throws IOException {
    if (!Ground.isThere(root)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(root)) {
      all = walk.sorted().toList();
    }
    for (Path path : all.reversed()) {
      disk.remove(path);
    }
  }
}
