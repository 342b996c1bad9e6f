package dev.hearth.inference.engine;

import dev.hearth.inference.graph.Rewrite;
import dev.hearth.inference.runtime.Session;
import dev.hearth.inference.runtime.SessionPool;
import dev.hearth.inference.runtime.Signature;
import dev.hearth.inference.tensor.Shape;
import dev.hearth.inference.tensor.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model before it is opened: its files, what feeds and reads them, what it is tried with.
 *
 * @param parts the files, in the order in which sessions are handed over
 * @param assembly makes the model of opened sessions
 * @param trial runs the sample through the model's pipeline
 * @param repair fetches a damaged file again
 * @param release frees what was read beside the files, if the model cannot be opened
 */
record Blueprint(
    ModelKey key,
    List<Part> parts,
    Assembly assembly,
    Trial trial,
    Repair repair,
    Runnable release) {
  Blueprint {
    parts = List.copyOf(parts);
  }

  /**
   * One file of the model.
   *
   * @param rewritings beside those that every model gets
   * @param rule when a device's answers are right
   * @param rows what can be run side by side
   * @param usual the sizes that requests bring
   */
  record Part(
      Path file, Set<Rewrite> rewritings, AgreementRule rule, Rows rows, UsualInputs usual) {}

  /**
   * Rows of one run.
   *
   * @param ofOneRequest the most that one request brings
   * @param independent whether rows of several requests may share a run
   */
  record Rows(int ofOneRequest, boolean independent) {}

  /** The inputs that requests bring, usual ones first. */
  interface UsualInputs {
    List<Map<String, Shape>> of(Signature signature);
  }

  /** Makes a model of its sessions. */
  interface Assembly {
    LoadedParts of(List<SessionPool> sessions);
  }

  /** Runs the sample as a request would be run. */
  interface Trial {
    void run(SampleInputs sample, List<Session> sessions, Workspace workspace);
  }

  /** Fetches a damaged file again. */
  interface Repair {
    /** Says whether it could. */
    boolean done(Path file);
  }
}
