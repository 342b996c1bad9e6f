package dev.hearth.cli;

import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.ModelPuller;
import dev.hearth.inference.store.ModelStore;
import dev.hearth.inference.store.Progress;
import dev.hearth.inference.store.StarterModels;
import dev.hearth.machine.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** Gets the starter models that are missing; each by itself, so that one failing stops no other. */
final class StarterFetch {
  private StarterFetch() {}

  /** The tasks that have a starter model afterwards. */
  static List<Task> run(
      Terminal terminal, ModelStore store, ModelPuller puller, Progress progress) {
    List<Task> ready = new ArrayList<>();
    for (Task task : StarterModels.tasks()) {
      try {
        puller.pull(task, StarterModels.NAME, progress);
        ready.add(task);
      } catch (ProblemException failed) {
        Problems.print(terminal, failed.problem());
      }
    }
    return ready;
  }
}
