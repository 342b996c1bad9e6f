package dev.hearth.inference.graph;

import java.util.Set;

/** One rewriting of a small pattern, anchored at a node of certain operators. */
interface Rule {
  /** The operators at which the pattern is looked for. */
  Set<String> anchors();

  /**
   * Rewrites the pattern at this node when every condition of exactness holds, else changes
   * nothing.
   *
   * @return whether the graph changed
   */
  boolean apply(Graph graph, GraphNode anchor);
}
