package dev.hearth.deployment.transaction;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment kept.
 *
 * @param began when the deployment began; the backup is from then
 * @param summary the change in a line
 * @param ending empty where it is not over
 * @param downtime where it was measured
 * @param unsound copies that are missing or not what they were; empty for a sound backup
 */
public record Backup(
    String id,
    Instant began,
    String service,
    String summary,
    Optional<Ending> ending,
    Optional<Duration> downtime,
    List<Path> unsound) {
  public Backup {
    unsound = List.copyOf(unsound);
  }
}
