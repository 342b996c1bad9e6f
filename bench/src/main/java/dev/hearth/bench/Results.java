package dev.hearth.bench;

import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Map;

/**
 * All that one run of the bench found.
 *
 * @param cores of this machine
 * @param rounds over which medians were taken
 * @param photos their names
 * @param firstAnswerSeconds one for each start that was timed, the first of them of a server that
 *     had never run; empty for a server that ran already
 * @param rows one for each task and concurrency
 * @param residentAfter MiB after a task of the first round, by the task's label
 * @param resident MiB at the end
 * @param peak MiB, the most that was ever resident
 */
record Results(
    int cores,
    int rounds,
    List<String> photos,
    List<Double> firstAnswerSeconds,
    List<Row> rows,
    Map<String, Reading<Double>> residentAfter,
    Reading<Double> resident,
    Reading<Double> peak) {
  /** Answers other than 200, and connections that broke. */
  int failures() {
    return rows.stream().mapToInt(row -> row.server().failures()).sum();
  }

  double firstAnswer() {
    return Median.of(firstAnswerSeconds, seconds -> seconds);
  }
}
