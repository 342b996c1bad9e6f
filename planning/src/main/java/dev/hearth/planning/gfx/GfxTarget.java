package dev.hearth.planning.gfx;

import dev.hearth.planning.Source;
import dev.hearth.planning.Version;
import java.util.List;
import java.util.Optional;

/**
 * One gfx target.
 *
 * @param gfx its name, as gfx1103
 * @param silicon AMD's code names
 * @param products as they are sold
 * @param integrated whether only integrated GPUs are of this target
 * @param official what AMD's lists for Linux say
 * @param kernel the oldest kernel that drives it well, where known
 * @param overrides what to pretend, the best first
 * @param troubles what is known to go wrong with it
 * @param notes what else is worth knowing
 * @param sources who says so
 */
public record GfxTarget(
    String gfx,
    String silicon,
    List<String> products,
    boolean integrated,
    String official,
    Optional<Version> kernel,
    List<Candidate> overrides,
    List<Trouble> troubles,
    List<String> notes,
    List<Source> sources) {
  public GfxTarget {
    products = List.copyOf(products);
    overrides = List.copyOf(overrides);
    troubles = List.copyOf(troubles);
    notes = List.copyOf(notes);
    sources = List.copyOf(sources);
  }

  /**
   * An override that could help.
   *
   * @param override the value
   * @param doubt why it may not; empty where it is known to work
   * @param source who says so
   */
  public record Candidate(OverrideValue override, Optional<String> doubt, Source source) {}
}
