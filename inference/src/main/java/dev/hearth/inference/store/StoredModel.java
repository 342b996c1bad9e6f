package dev.hearth.inference.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * One line of {@code hearth models list}.
 *
 * @param bytes all its files together
 * @param states what is to be said about it
 * @param missing files that are needed and not here, relative to the folder
 * @param aside files found corrupt and moved aside
 */
public record StoredModel(
    ModelFolder folder, long bytes, Set<State> states, List<String> missing, List<Path> aside) {
  public StoredModel {
    states = Set.copyOf(states);
    missing = List.copyOf(missing);
    aside = List.copyOf(aside);
  }

  /** What is to be said about a model; either complete or partial, and perhaps more. */
  public enum State {
    /** All parts can be loaded. */
    COMPLETE,
    /** A file is missing: an unfinished pull, or a model that does only part of the task. */
    PARTIAL,
    /** A file was found corrupt and moved aside. */
    CORRUPT_ASIDE,
    /** One of Hearth's starter models. */
    STARTER,
    /** Lies in a store that cannot be written. */
    READ_ONLY
  }
}
