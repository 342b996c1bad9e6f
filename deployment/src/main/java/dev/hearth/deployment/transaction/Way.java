package dev.hearth.deployment.transaction;

import dev.hearth.deployment.edit.Change;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * From now to before a deployment.
 *
 * @param back the deployments to take back, the oldest first; what it found is what is wanted
 * @param before the deployment before them, whose image is wanted again
 */
record Way(List<Course> back, Optional<Course> before) {

  Restoration back(Disk disk) throws IOException {
    Map<Path, Former> oldest = new LinkedHashMap<>();
    Map<Path, Former> newest = new LinkedHashMap<>();
    for (Course course : back) {
      for (Former former : course.begunChanges()) {
        oldest.putIfAbsent(former.place(), former);
        newest.put(former.place(), former);
      }
    }
    List<Change> changes = new ArrayList<>();
    List<Path> edited = new ArrayList<>();
    for (Former former : oldest.values()) {
      change(former, disk).ifPresent(changes::add);
      if (newest.get(former.place()) instanceof Former.File file && isEdited(file)) {
        edited.add(file.place());
      }
    }
    return new Restoration(undertaking(changes), edited);
  }

  private Undertaking undertaking(List<Change> changes) {
    Entry.Began began = back.getFirst().began();
    boolean ran = back.getFirst().found().filter(Entry.Found::running).isPresent();
    return new Undertaking(
        began.service(),
        began.name(),
        "back to before " + began.id() + " (" + began.summary() + ")",
        changes,
        before.flatMap(course -> course.began().image()),
        Optional.empty(),
        began.target(),
        began.health(),
        began.limits(),
        _ -> Optional.empty(),
        ran ? Aim.RUNNING : Aim.STOPPED);
  }

  private static boolean isEdited(Former.File file) throws IOException {
    return !Ground.content(file.real()).map(Checksum::of).equals(file.written());
  }

  private static Optional<Change> change(Former former, Disk disk) throws IOException {
    return switch (former) {
      case Former.File file -> change(file);
      case Former.Folder(Path place, var _, Optional<Path> kept, var _, var _) -> {
        if (kept.isEmpty()) {
          yield Ground.isThere(place)
              ? Optional.of(new Change.Removal(place, Optional.empty()))
              : Optional.empty();
        }
        Path staged = kept.get().resolveSibling(kept.get().getFileName() + ".again");
        copy(kept.get(), staged, disk);
        yield Optional.of(new Change.Folder(place, staged));
      }
    };
  }

  private static Optional<Change> change(Former.File file) throws IOException {
    Optional<byte[]> content = Ground.content(file.real());
    Optional<String> present =
        content.isPresent() ? Optional.of(text(file.real(), content.get())) : Optional.empty();
    if (file.copy().isEmpty()) {
      return present.map(text -> new Change.Removal(file.place(), Optional.of(text)));
    }
    Path copy = file.copy().get().file();
    Change.Text back = new Change.Text(file.place(), present, text(copy, Files.readAllBytes(copy)));
    return present.equals(Optional.of(back.after())) ? Optional.empty() : Optional.of(back);
  }

  private static String text(Path file, byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException binary) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.BAD_INPUT,
              file + " is not text",
              "it is not UTF-8",
              "Move it away, and try again."),
          binary);
    }
  }

  /** The backup keeps its own: going back must be possible more than once. */
  private static void copy(Path from, Path to, Disk disk) throws IOException {
    Archive.removeTree(to, disk);
    List<Path> all;
    try (Stream<Path> walk = Files.walk(from)) {
      all = walk.sorted().toList();
    }
    for (Path path : all) {
      Files.copy(
          path,
          to.resolve(from.relativize(path).toString()),
          StandardCopyOption.COPY_ATTRIBUTES,
          LinkOption.NOFOLLOW_LINKS);
    }
  }
}
