package dev.hearth.deployment.transaction;

import dev.hearth.deployment.manager.Manager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The command lines with which a person finishes a roll-back. */
final class ByHand {
  private ByHand() {}

  static List<String> commands(Course course, Manager.Words words) {
    List<String> lines = new ArrayList<>();
    for (Former former : course.begunChanges().reversed()) {
      switch (former) {
        case Former.File file -> file(file).ifPresent(lines::add);
        case Former.Folder folder -> lines.addAll(folder(folder));
      }
    }
    if (course.found().filter(Entry.Found::running).isPresent()) {
      lines.add(words.restart());
    }
    lines.add(words.state());
    lines.add(words.log());
    return List.copyOf(lines);
  }

  private static Optional<String> file(Former.File file) {
    if (file.copy().isEmpty()) {
      return Ground.isThere(file.real())
          ? Optional.of("rm " + quoted(file.real()))
          : Optional.empty();
    }
    Former.Copy copy = file.copy().get();
    if (Restoring.isBack(file.real(), copy)) {
      return Optional.empty();
    }
    String owner =
        copy.attributes().owner().map(each -> " -o " + each.uid() + " -g " + each.gid()).orElse("");
    return Optional.of(
        String.format(
            Locale.ROOT,
            "install -T -m %04o%s %s %s",
            copy.attributes().mode(),
            owner,
            quoted(copy.file()),
            quoted(file.real())));
  }

  private static List<String> folder(Former.Folder folder) {
    List<String> lines = new ArrayList<>();
    boolean moved = folder.staged().filter(staged -> !Ground.isThere(staged)).isPresent();
    if (moved && Ground.isThere(folder.place())) {
      lines.add("mv -T " + quoted(folder.place()) + " " + quoted(folder.staged().get()));
    }
    if (folder.kept().filter(Ground::isThere).isPresent()) {
      lines.add("mv -T " + quoted(folder.kept().get()) + " " + quoted(folder.place()));
    }
    return lines;
  }

  /** For a shell. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
