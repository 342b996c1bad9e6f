package dev.hearth.cli.report;

import dev.hearth.deployment.transaction.Backup;
import dev.hearth.deployment.transaction.Ending;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Backups, for people: the newest first. */
public final class BackupsText {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private static final int INDENT = 4;

  private BackupsText() {}

  /** Its lines. */
  public static List<String> of(List<Backup> backups, Paint paint) {
    if (backups.isEmpty()) {
      return List.of("Nothing was deployed yet, so nothing was backed up.");
    }
    List<String> lines = new ArrayList<>();
    for (Backup each : backups.reversed()) {
      lines.add(
          paint.bold(each.id()) + "  " + WHEN.format(each.began()) + "  " + ending(each, paint));
      lines.addAll(Wrapped.lines(each.summary(), INDENT));
      for (Path copy : each.unsound()) {
        lines.addAll(
            Wrapped.lines(paint.bad("damaged") + ": " + copy + " is not what was kept", INDENT));
      }
    }
    if (backups.stream().anyMatch(BackupsText::committed)) {
      lines.add("");
      lines.add("Back to before one of them: hearth rollback SERVICE --to ID");
    }
    return List.copyOf(lines);
  }

  private static boolean committed(Backup backup) {
    return backup.ending().filter(Ending.COMMITTED::equals).isPresent();
  }

  private static String ending(Backup backup, Paint paint) {
    return backup
        .ending()
        .map(ending ->
            switch (ending) {
              case COMMITTED -> paint.good("done");
              case ROLLED_BACK -> paint.doubtful("rolled back");
              case UNCHANGED -> "refused, nothing changed";
              case BROKEN -> paint.bad("not rolled back");
            })
        .orElse(paint.doubtful("not over"));
  }
}
