package dev.hearth.server.api;

import dev.hearth.inference.engine.Engine;
import dev.hearth.inference.engine.Entry;
import dev.hearth.inference.engine.Input;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.runtime.Ticket;
import dev.hearth.inference.text.Classified;
import dev.hearth.server.http.Answer;
import dev.hearth.server.http.Request;
import dev.hearth.server.wire.Dialect;
import dev.hearth.server.wire.Entries;
import dev.hearth.server.wire.PredictForm;
import dev.hearth.server.wire.PredictionJson;
import dev.hearth.server.wire.Status;
import dev.hearth.server.wire.TextJson;
import dev.hearth.server.wire.TextRequest;
import java.util.List;
import java.util.Optional;

/** {@code POST /predict}: a form is Immich's call, JSON is text-embeddings-inference's. */
final class Predicting {
  private final Engine engine;
  private final About about;
  private final int batchLimit;
  private final Latencies latencies;

  Predicting(Engine engine, About about, int batchLimit, Latencies latencies) {
    this.engine = engine;
    this.about = about;
    this.batchLimit = batchLimit;
    this.latencies = latencies;
  }

  Answer predict(Request request, Ticket ticket) {
    return Dialect.of(request.contentType()) == Dialect.TEXT
        ? classify(request, ticket)
        : immich(request, ticket);
  }

  private Answer immich(Request request, Ticket ticket) {
    PredictForm form = PredictForm.parse(request.body(), request.contentType().orElse(""));
    Optional<String> document = form.entries();
    if (document.isEmpty()) {
      return Answer.json(Status.UNPROCESSABLE.code(), out -> Dialect.writeMissing(out, "entries"));
    }
    List<Entry> entries = Entries.parse(document.get());
    Input input = form.input();
    Entries.check(entries, input);
    long start = System.nanoTime();
    Prediction prediction = engine.predict(entries, input, ticket);
    long nanos = System.nanoTime() - start;
    entries.stream()
        .map(entry -> entry.task().wireName())
        .distinct()
        .forEach(task -> latencies.record(task, nanos));
    return Answer.json(out -> PredictionJson.write(out, prediction));
  }

  private Answer classify(Request request, Ticket ticket) {
    TextRequest asked = TextRequest.parse(request.body(), batchLimit);
    long start = System.nanoTime();
    List<Classified> answers =
        engine.classify(
            about.classifier(), asked.texts(), asked.truncate(), asked.rawScores(), ticket);
    latencies.record("classification", System.nanoTime() - start);
    return Answer.json(out -> TextJson.classified(out, answers, asked.single()));
  }

  Answer embed(Request request, Ticket ticket) {
    TextRequest asked = TextRequest.parse(request.body(), batchLimit);
    long start = System.nanoTime();
    var embeddings =
        engine.embed(about.embedder(), asked.texts(), asked.truncate(), asked.normalize(), ticket);
    latencies.record("embedding", System.nanoTime() - start);
    return Answer.json(out -> TextJson.embeddings(out, embeddings));
  }
}
