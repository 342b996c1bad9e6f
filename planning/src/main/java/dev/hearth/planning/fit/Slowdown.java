package dev.hearth.planning.fit;

/** What the placement costs when a language model writes; never a measurement. */
public sealed interface Slowdown {

  /**
   * An estimate from bandwidths: each token reads all weights it uses once.
   *
   * @param lowest how many times longer a token takes than with all in the fastest place, at best
   * @param highest the same at worst; equal to the lowest when all bandwidths are known
   * @param lowestTokensPerSecond tokens a second that bandwidth allows at most, at worst; real
   *     engines reach less
   * @param highestTokensPerSecond the same at best
   * @param formula how it was reckoned, with the numbers put in
   */
  record Estimate(
      double lowest,
      double highest,
      double lowestTokensPerSecond,
      double highestTokensPerSecond,
      String formula)
      implements Slowdown {}

  /** There is nothing to slow down, or nothing that follows from bandwidths. */
  record NotApplicable(String reason) implements Slowdown {}

  /** A bandwidth that matters is unknown. */
  record Unknown(String reason) implements Slowdown {}
}
