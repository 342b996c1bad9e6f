package dev.hearth.evidence.witness;

import dev.hearth.evidence.sample.ProcessSample;
import dev.hearth.evidence.sample.Sample;
import dev.hearth.evidence.sample.Subject;
import dev.hearth.evidence.workload.Answer;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.ProcessId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that was observed of a service.
 *
 * @param subject whom it is about
 * @param inside which device nodes the service sees, of those that were asked for
 * @param idle samples while it had nothing to do; the first may be from before its models were
 *     loaded
 * @param work samples while it worked, the last one just after
 * @param done how the probe went; unknown where it failed, and quiet counters mean nothing then
 * @param log the line of its log that decides, if any does; unknown where the log cannot be read
 * @param word what it says of itself
 * @param reference what the CPU needed and answered, where that was recorded
 */
public record Observation(
    Subject subject,
    Reading<Set<String>> inside,
    List<Sample> idle,
    List<Sample> work,
    Reading<Done> done,
    Reading<LogLine> log,
    Reading<OwnWord> word,
    Reading<Reference> reference) {
  public Observation {
    inside = inside.map(Set::copyOf);
    idle = List.copyOf(idle);
    work = List.copyOf(work);
  }

  /**
   * How the probe went.
   *
   * @param span from its first request to its last answer
   * @param each how long one request took, the median
   * @param answer to the first
   */
  public record Done(Duration span, Duration each, Answer answer) {}

  /** What a CPU twin needed for one request, and what it answered to the first. */
  public record Reference(Reading<Duration> each, Reading<Answer> answer) {}

  /** Whether the probe's work was done, so that a quiet counter means something. */
  public boolean worked() {
    return done.asOptional().isPresent();
  }

  /**
   * The processes that were there when the work ended and had been there while it went on; unknown
   * where the service was started anew meanwhile, for what its earlier processes did says nothing
   * of it.
   */
  public Reading<Set<ProcessId>> steady() {
    if (work.isEmpty()) {
      return Reading.unknown("it was not looked at while it worked");
    }
    if (work.getLast().processes() instanceof Reading.Unknown<List<ProcessSample>>(String reason)) {
      return Reading.unknown(reason);
    }
    Set<ProcessId> last = new HashSet<>(work.getLast().ids());
    boolean anew =
        work.stream()
            .filter(sample -> !sample.ids().isEmpty())
            .anyMatch(sample -> sample.ids().stream().noneMatch(last::contains));
    return anew
        ? Reading.unknown("the service was started anew while it was watched")
        : Reading.known(last);
  }

  /** What was seen of these processes while the service worked. */
  public List<ProcessSample> of(Set<ProcessId> processes) {
    return work.stream()
        .flatMap(sample -> sample.present().stream())
        .filter(process -> processes.contains(process.id()))
        .toList();
  }
}
