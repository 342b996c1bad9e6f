package dev.hearth.cli;

import dev.hearth.inference.engine.Engine;
import dev.hearth.inference.engine.Entry;
import dev.hearth.inference.engine.Input;
import dev.hearth.inference.engine.Options;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.engine.Result;
import dev.hearth.inference.model.ModelType;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.store.StarterModels;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A first run of the starter models, so that the first request finds them warm. */
final class Rehearsal {
  /** A GPU's driver may compile for minutes, once. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private Rehearsal() {}

  /**
   * What was seen.
   *
   * @param lines read from the sample picture; empty without the OCR model
   * @param millis that the warm picture took
   */
  record Seen(List<String> lines, long millis) {}

  /** Runs every starter model twice: the first loads, the second is timed. */
  static Seen warmUp(Engine engine, List<Task> starters) {
    Seen seen = new Seen(List.of(), 0);
    try {
      if (starters.contains(Task.FACES)) {
        engine.predict(entries(Task.FACES), new Input.Photo(sample()), ticket());
      }
      if (starters.contains(Task.OCR)) {
        engine.predict(entries(Task.OCR), new Input.Photo(sample()), ticket());
        long began = System.nanoTime();
        Prediction read = engine.predict(entries(Task.OCR), new Input.Photo(sample()), ticket());
        seen = new Seen(lines(read), Duration.ofNanos(System.nanoTime() - began).toMillis());
      }
    } catch (ProblemException refused) {
      System.getLogger(Rehearsal.class.getName())
          .log(System.Logger.Level.WARNING, "warm-up: {0}", refused.getMessage());
    }
    return seen;
  }

  private static List<String> lines(Prediction read) {
    return read.results().get(Task.OCR) instanceof Result.Lines(var lines)
        ? lines.stream().map(line -> line.text()).toList()
        : List.of();
  }

  static List<Entry> entries(Task task) {
    return Stream.of(ModelType.DETECTION, ModelType.RECOGNITION)
        .map(type -> new Entry(task, type, StarterModels.NAME, Options.NONE))
        .toList();
  }

  static Ticket ticket() {
    return Ticket.lasting(PATIENCE);
  }

  /** The picture that comes with the program. */
  static ByteBuffer sample() {
    try (InputStream in = Rehearsal.class.getResourceAsStream("sample.png")) {
      if (in == null) {
        throw new IllegalStateException("the sample picture is missing from the jar");
      }
      return ByteBuffer.wrap(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
