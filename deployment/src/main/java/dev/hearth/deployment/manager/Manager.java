package dev.hearth.deployment.manager;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Who runs one service. All calls wait until they are done; one that fails throws {@link
 * dev.hearth.machine.ProblemException} with the manager's own words as evidence.
 */
public interface Manager {
  /** Reads changed files: daemon-reload. Does nothing where there is nothing to read. */
  void reload();

  /** Starts it, or starts it anew with what its files say now. */
  void restart();

  void stop();

  State state();

  /** Whether an image is here already. */
  boolean hasImage(String image);

  /**
   * Fetches an image; the old service keeps running.
   *
   * @param bytes told how much of it is here, as often as it can be known
   */
  void pull(String image, LongConsumer bytes);

  /** What the running service sees of these paths of /dev; the missing ones are left out. */
  List<String> devicesInside(List<String> nodes);

  /** The names in a folder, as the running service sees it; none where nobody can look. */
  default List<String> namesInside(String folder) {
    return List.of();
  }

  /**
   * Asks it whether it is well, once and briefly.
   *
   * @return empty for yes; else what is wrong, in a sentence
   */
  Optional<String> trouble(Probe probe);

  /** What it logged, oldest first. */
  List<String> log(Instant since);

  /** The command lines that a person would type for restart, log and state: for messages. */
  Words words();

  /** Command lines for people. */
  record Words(String restart, String log, String state) {}
}
