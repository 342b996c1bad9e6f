package dev.hearth.evidence.diagnosis;

import dev.hearth.planning.Version;
import dev.hearth.planning.VersionRange;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One known trouble: how a log shows it, what it means and what to do.
 *
 * @param id unique: {@code rocm.no-kernels}
 * @param services whose logs show it; empty for every program's
 * @param versions of the service
 * @param versionKnown whether it counts only where the version is known
 * @param shape how the log shows it
 * @param weight how bad it is, and how far the rule can be trusted
 * @param text what people read
 */
public record Rule(
    String id,
    Set<String> services,
    VersionRange versions,
    boolean versionKnown,
    Shape shape,
    Weight weight,
    Text text) {
  public Rule {
    services = Set.copyOf(services);
  }

  /**
   * How a log shows it.
   *
   * @param steps each in one whole line, in this order
   * @param within so many whole lines from one step to the next
   * @param times how often at least
   * @param breaks a line that ends a sequence that has begun
   * @param clears a line after which all that was found before counts no more
   * @param without a line with which it is something else
   */
  public record Shape(
      List<Step> steps,
      int within,
      int times,
      List<Step> breaks,
      List<Step> clears,
      List<Step> without) {
    public Shape {
      steps = List.copyOf(steps);
      breaks = List.copyOf(breaks);
      clears = List.copyOf(clears);
      without = List.copyOf(without);
    }
  }

  /**
   * How much it counts.
   *
   * @param besides rules that explain the same lines better; where one of them found something,
   *     this one is silent
   */
  public record Weight(Severity severity, Confidence confidence, Set<String> besides) {
    public Weight {
      besides = Set.copyOf(besides);
    }
  }

  /**
   * What people read.
   *
   * @param meaning what happened, in plain words
   * @param remedy what to type or change
   * @param sources addresses, or issues as GitHub writes them: owner/name#1
   */
  public record Text(String meaning, String remedy, List<String> sources) {
    public Text {
      sources = List.copyOf(sources);
    }
  }

  /** Whether it speaks of this service; of an unknown one it may. */
  boolean speaksOf(Optional<String> service) {
    return services.isEmpty() || service.stream().allMatch(services::contains);
  }

  /** Whether it speaks of this version. */
  boolean speaksOfVersion(Optional<Version> version) {
    return version.map(versions::contains).orElse(!versionKnown);
  }
}
