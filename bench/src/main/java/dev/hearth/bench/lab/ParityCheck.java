package dev.hearth.bench.lab;

import dev.hearth.bench.Photos;
import dev.hearth.bench.lab.Line.Skipped;
import dev.hearth.bench.lab.Subject.Graph;
import dev.hearth.inference.engine.Entry;
import dev.hearth.inference.engine.Input;
import dev.hearth.inference.engine.LocalEngine;
import dev.hearth.inference.engine.Options;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.OnnxSession;
import dev.hearth.inference.runtime.Outputs;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Every model on the device beside the same model on the processor. */
final class ParityCheck {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final List<String> TEXTS =
      List.of(
          "a cat on a sofa",
          "Profits rose sharply in the third quarter.",
          "mountains at sunset with a lake in front",
          "two children on a beach");

  private final Workbench device;
  private final Photos photos;
  private final Consumer<Line> lines;

  ParityCheck(Workbench device, Photos photos, Consumer<Line> lines) {
    this.device = device;
    this.photos = photos;
    this.lines = lines;
  }

  /** Compares one model's files, then its answers. */
  void run(Subject subject, Duration time) {
    Budget budget = new Budget(time, 1 + subject.graphs().size());
    for (Graph graph : subject.graphs()) {
      guarded(subject.label(graph), "outputs", () -> outputs(subject, graph));
    }
    guarded(subject.label(), "answers", () -> answers(subject, budget));
  }

  private void guarded(String model, String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException failed) {
      lines.accept(new Skipped(key(), model, what, SessionBench.reason(failed)));
    }
  }

  private void outputs(Subject subject, Graph graph) {
    Agreement agreement = new Agreement();
    try (Arena memory = Arena.ofShared()) {
      Outputs theirs = outputs(device.onProcessor(), subject, graph, memory);
      agreement.outputs(outputs(device, subject, graph, memory), theirs);
    }
    lines.accept(agreement.line(key(), subject.label(graph), "outputs"));
  }

  private static Outputs outputs(Workbench bench, Subject subject, Graph graph, Arena memory) {
    try (OnnxSession session =
        bench
            .runtime()
            .open(
                graph.file(),
                bench.alone(),
                SessionBench.rewritings(subject.task(), graph.type()),
                bench.device())) {
      int rows = SampleInputs.batches(session.signature()) ? 2 : 1;
      Map<String, Tensor> inputs =
          SampleInputs.of(subject, graph, session.signature(), rows, memory);
      return session.run(inputs);
    }
  }

  private void answers(Subject subject, Budget budget) {
    Agreement agreement = new Agreement();
    try (LocalEngine mine = device.engine();
        LocalEngine theirs = device.onProcessor().engine()) {
      if (subject.task() == Task.TEXT) {
        texts(subject, mine, theirs, agreement);
      } else if (subject.onPhotos().isEmpty()) {
        queries(subject, mine, theirs, agreement);
      } else {
        photos(subject, mine, theirs, agreement, budget);
      }
      Optional<String> elsewhere = EngineBench.elsewhere(mine.status(), device.device().provider());
      if (elsewhere.isPresent()) {
        lines.accept(new Skipped(key(), subject.label(), "answers", elsewhere.get()));
        return;
      }
    }
    String what = subject.onPhotos().isEmpty() ? "answers to texts" : "answers to photos";
    lines.accept(agreement.line(key(), subject.label(), what));
  }

  private void photos(
      Subject subject, LocalEngine mine, LocalEngine theirs, Agreement agreement, Budget budget) {
    List<Entry> entries = subject.onPhotos();
    for (Photos.Photo photo : photos.photos()) {
      agreement.photo(
          subject.task(), predict(mine, entries, photo), predict(theirs, entries, photo));
      if (budget.isSpent()) {
        break;
      }
    }
    if (subject.task() == Task.CLIP && subject.graphs().size() > 1) {
      queries(subject, mine, theirs, agreement);
    }
  }

  private static Prediction predict(LocalEngine engine, List<Entry> entries, Photos.Photo photo) {
    Input input = new Input.Photo(ByteBuffer.wrap(photo.encoded()));
    return engine.predict(entries, input, ticket());
  }

  private static void queries(
      Subject subject, LocalEngine mine, LocalEngine theirs, Agreement agreement) {
    Entry entry =
        new Entry(Task.CLIP, ModelType.TEXTUAL, ModelName.of(subject.name()), Options.NONE);
    for (String text : TEXTS) {
      Input query = new Input.Query(text);
      agreement.photo(
          Task.CLIP,
          mine.predict(List.of(entry), query, ticket()),
          theirs.predict(List.of(entry), query, ticket()));
    }
  }

  private static void texts(
      Subject subject, LocalEngine mine, LocalEngine theirs, Agreement agreement) {
    ModelName name = ModelName.of(subject.name());
    if (subject.graphs().getFirst().type() == ModelType.EMBEDDING) {
      var one = mine.embed(name, TEXTS, true, true, ticket());
      var other = theirs.embed(name, TEXTS, true, true, ticket());
      for (int i = 0; i < TEXTS.size(); i++) {
        agreement.embeddings(one.get(i), other.get(i));
      }
      return;
    }
    var one = mine.classify(name, TEXTS, true, true, ticket());
    var other = theirs.classify(name, TEXTS, true, true, ticket());
    for (int i = 0; i < TEXTS.size(); i++) {
      agreement.scores(one.get(i), other.get(i));
    }
  }

  private static Ticket ticket() {
    return Ticket.lasting(PATIENCE);
  }

  private String key() {
    return device.computer().device();
  }
}
