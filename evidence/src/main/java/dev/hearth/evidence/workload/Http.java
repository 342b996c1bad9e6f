package dev.hearth.evidence.workload;

import dev.hearth.machine.Reading;
import java.time.Duration;

/** The way to one service. */
@FunctionalInterface
public interface Http {
  /** Sends one request and waits for the whole answer; unknown where none came in time. */
  Reading<Reply> send(Ask ask, Duration deadline);
}
