package dev.hearth.deployment.transaction;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Takes steps: the journal says so before and after, and so does the listener. */
final class Steps {
  private final Pen journal;
  private final Time time;
  private final Listener listener;
  private Step current = Step.PREFLIGHT;

  Steps(Pen journal, Time time, Listener listener) {
    this.journal = journal;
    this.time = time;
    this.listener = listener;
  }

  /** Writes into a journal. */
  @FunctionalInterface
  interface Pen {
    void write(Entry entry) throws IOException;
  }

  /** What a step does. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /** What a step does, and what there is to tell about it then. */
  @FunctionalInterface
  interface Telling {
    String run() throws IOException;
  }

  void take(Step step, String detail, Action action) throws IOException {
    take(
        step,
        detail,
        (Telling)
            () -> {
              action.run();
              return detail;
            });
  }

  void take(Step step, String detail, Telling action) throws IOException {
    current = step;
    journal.write(new Entry.StepBegan(time.now(), step, detail));
    listener.stepBegins(step, detail);
    Instant begin = time.now();
    String result = action.run();
    Duration duration = time.since(begin);
    journal.write(new Entry.StepEnded(time.now(), step, result));
    listener.stepEnds(step, result, duration);
  }

  void failed(Exception cause) throws IOException {
    journal.write(new Entry.StepFailed(time.now(), current, Trouble.of(cause).sentence()));
  }

  void end(Ending ending, String detail, Optional<Duration> downtime) throws IOException {
    journal.write(new Entry.Ended(time.now(), ending, detail, downtime));
  }
}
