package dev.hearth.cli.report;

import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.machine.Reading;
import dev.hearth.machine.inside.Inside;
import dev.hearth.planning.Backend;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a verification of one installation came to.
 *
 * @param service its id
 * @param name of its container or unit
 * @param where who runs it, and what it is called there
 * @param image empty for a program
 * @param backend on which it should compute
 * @param accelerators ids of those it may use
 * @param verdict with all testimonies; none where it does not run
 * @param wouldProve what a person may do for a certain one
 * @param at when it was looked at
 * @param took how long that took, loading models included
 * @param inside what the service itself sees; empty where that was not asked
 */
public record Verified(
    String service,
    String name,
    String where,
    Optional<String> image,
    Backend backend,
    List<String> accelerators,
    Verdict verdict,
    Optional<String> wouldProve,
    Instant at,
    Duration took,
    Optional<Reading<Inside>> inside) {
  public Verified {
    accelerators = List.copyOf(accelerators);
  }

  /** What is kept of it. */
  public RecordedVerdict recorded() {
    return new RecordedVerdict(
        service, name, backend, image, verdict.outcome(), verdict.because(), at);
  }
}
