package dev.hearth.evidence.workload;

import dev.hearth.machine.Reading;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The work a service is given, as data.
 *
 * @param what for people: "a photo (clip, faces)"
 * @param ask the request of a round; round 0 is always the same, so that answers can be compared
 * @param answer what an answer says; unknown where it is none
 * @param word how the service itself tells where it computes
 */
public record Workload(
    String what, IntFunction<Ask> ask, Function<Reply, Reading<Answer>> answer, OwnWord word) {

  /** How a service itself tells where it computes. */
  public sealed interface OwnWord {}

  /** It does not tell. */
  public record Untold() implements OwnWord {}

  /**
   * Ollama's /api/ps.
   *
   * @param model that is asked
   */
  public record Ollama(String model) implements OwnWord {}

  /** Hearth's /v1/devices and /v1/models. */
  public record Hearth() implements OwnWord {}
}
