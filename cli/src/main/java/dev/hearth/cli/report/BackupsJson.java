package dev.hearth.cli.report;

import dev.hearth.deployment.transaction.Backup;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Backups, for scripts: the document {@code hearth.backups/1}. */
public final class BackupsJson {
  private BackupsJson() {}

  /** The document, oldest first. */
  public static Map<String, Object> of(List<Backup> backups, String version) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "hearth.backups/1");
    document.put("hearth", version);
    document.put("backups", backups.stream().map(BackupsJson::backup).toList());
    return document;
  }

  private static Map<String, Object> backup(Backup backup) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", backup.id());
    entry.put("service", backup.service());
    entry.put("began", backup.began().toString());
    entry.put("summary", backup.summary());
    backup
        .ending()
        .ifPresent(
            each -> entry.put("ending", each.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    backup.downtime().ifPresent(each -> entry.put("downtimeMillis", each.toMillis()));
    entry.put("sound", backup.unsound().isEmpty());
    entry.put("damaged", backup.unsound().stream().map(Path::toString).toList());
    return entry;
  }
}
