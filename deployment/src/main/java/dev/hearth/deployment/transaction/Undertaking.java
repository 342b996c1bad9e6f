package dev.hearth.deployment.transaction;

import dev.hearth.deployment.edit.Change;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.manager.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One change of one service, ready to be made.
 *
 * @param service its id: immich-ml
 * @param name its container or unit
 * @param summary the change in a line, for lists: "cpu → rocm, gfx1103, ghcr.io/…:v3.1.0-rocm"
 * @param changes of files, in the order in which they are made
 * @param image to fetch first
 * @param imageBytes its size unpacked, as far as anybody says
 * @param target what runs, for its manager
 * @param health how it is asked whether it is well
 * @param limits how long it may take
 * @param verification asked once it is well: empty when it computes where it should, else what
 *     speaks against it
 * @param aim whether it is to run afterwards
 */
public record Undertaking(
    String service,
    String name,
    String summary,
    List<Change> changes,
    Optional<String> image,
    Optional<Long> imageBytes,
    Target target,
    Probe health,
    Limits limits,
    Question verification,
    Aim aim) {
  public Undertaking {
    changes = List.copyOf(changes);
  }

  /** One after which the service runs. */
  public Undertaking(
      String service,
      String name,
      String summary,
      List<Change> changes,
      Optional<String> image,
      Optional<Long> imageBytes,
      Target target,
      Probe health,
      Limits limits,
      Question verification) {
    this(
        service,
        name,
        summary,
        changes,
        image,
        imageBytes,
        target,
        health,
        limits,
        verification,
        Aim.RUNNING);
  }

  /** The same, with other changes before its own. */
  Undertaking after(List<Change> others) {
    List<Change> all = new ArrayList<>(others);
    all.addAll(changes);
    return new Undertaking(
        service, name, summary, all, image, imageBytes, target, health, limits, verification, aim);
  }

  /** The same, with another time for the service to be well; the way back gets no less. */
  public Undertaking within(Duration deadline) {
    Duration back = limits.back().compareTo(deadline) < 0 ? deadline : limits.back();
    return new Undertaking(
        service,
        name,
        summary,
        changes,
        image,
        imageBytes,
        target,
        health,
        new Limits(limits.interval(), deadline, back),
        verification,
        aim);
  }

  /** The same, asked something else once it is well. */
  public Undertaking verifiedBy(Question other) {
    return new Undertaking(
        service, name, summary, changes, image, imageBytes, target, health, limits, other, aim);
  }

  /** Asked of the running service, after it is well. */
  @FunctionalInterface
  public interface Question {
    /**
     * Looks once.
     *
     * @param manager who runs it
     * @return empty for yes; else what speaks against it, in a sentence
     */
    Optional<String> trouble(Manager manager);

    /** This one, and another where it finds nothing. */
    default Question and(Question other) {
      return manager -> trouble(manager).or(() -> other.trouble(manager));
    }
  }
}
