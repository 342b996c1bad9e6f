package dev.hearth.planning.plan;

import java.util.List;

/** Whose device nodes the service may open. */
public sealed interface Groups {
  /** It needs none: the nodes are open, or it is root. */
  record Unneeded() implements Groups {}

  /** Those of the user who starts it: Podman's keep-groups, with crun only. */
  record Kept() implements Groups {}

  /** These, by number: names would be looked up in the image. */
  record Numbers(List<Integer> gids) implements Groups {
    public Numbers {
      gids = List.copyOf(gids);
    }
  }
}
