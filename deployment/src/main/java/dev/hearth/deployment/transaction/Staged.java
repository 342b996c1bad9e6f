package dev.hearth.deployment.transaction;

import dev.hearth.deployment.edit.Change;
import java.util.List;

/** Changes that have to be made ready first: fetched, checked, and laid beside their place. */
public interface Staged {
  /**
   * Makes them ready; no other deployment runs meanwhile.
   *
   * @return what is done before the changes of the undertaking
   * @throws dev.hearth.machine.ProblemException where they must not be made
   */
  List<Change> changes();

  /** Removes what is left over. Not asked of a roll-back that failed, which still needs it. */
  void tidy();

  /** Nothing to make ready. */
  static Staged nothing() {
    return new Staged() {
      @Override
      public List<Change> changes() {
        return List.of();
      }

      @Override
      public void tidy() {}
    };
  }
}
