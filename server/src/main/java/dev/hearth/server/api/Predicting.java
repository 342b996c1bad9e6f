package dev.hearth.server.api;

import dev.hearth.inference.engine.Engine;
import dev.hearth.inference.engine.Entry;
import dev.hearth.inference.engine.Input;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.engine.Result;
import dev.hearth.inference.model.ModelName;
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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    Duration whole = Duration.ofNanos(System.nanoTime() - start);
    entries.stream()
        .collect(Collectors.toMap(Predicting::key, Entry::task, (first, _) -> first))
        .forEach((key, task) ->
            latencies.record(
                key,
                prediction.times().getOrDefault(task, whole).toNanos(),
                items(prediction.results().get(task))));
    return Answer.json(200, out -> PredictionJson.write(out, prediction), timing(prediction));
  }

  /**
   * Beside Immich's answer, where its clients look for nothing; browsers' tools and the page do.
   */
  private static Answer.Header[] timing(Prediction prediction) {
    String times =
        new TreeMap<>(prediction.times())
            .entrySet().stream()
                .map(each ->
                    String.format(
                        Locale.ROOT,
                        "%s;dur=%.1f",
                        each.getKey().wireName(),
                        each.getValue().toNanos() / 1e6))
                .collect(Collectors.joining(", "));
    return times.isEmpty()
        ? new Answer.Header[0]
        : new Answer.Header[] {new Answer.Header("Server-Timing", times)};
  }

  private static Latencies.Key key(Entry entry) {
    return new Latencies.Key(entry.task().wireName(), entry.model().value());
  }

  /** What one run or a few compute together; a photo without any counts as one. */
  private static int items(@Nullable Result result) {
    int found =
        switch (result) {
          case Result.Faces faces -> faces.faces().size();
          case Result.Lines lines -> lines.lines().size();
          case null, default -> 1;
        };
    return Math.max(found, 1);
  }

  private static Latencies.Key key(String task, ModelName model) {
    return new Latencies.Key(task, model.value());
  }

  private Answer classify(Request request, Ticket ticket) {
    TextRequest asked = TextRequest.parse(request.body(), batchLimit);
    long start = System.nanoTime();
    List<Classified> answers =
        engine.classify(
            about.classifier(), asked.texts(), asked.truncate(), asked.rawScores(), ticket);
    latencies.record(
        key("classification", about.classifier()), System.nanoTime() - start, asked.texts().size());
    return Answer.json(out -> TextJson.classified(out, answers, asked.single()));
  }

  Answer embed(Request request, Ticket ticket) {
    TextRequest asked = TextRequest.parse(request.body(), batchLimit);
    long start = System.nanoTime();
    var embeddings =
        engine.embed(about.embedder(), asked.texts(), asked.truncate(), asked.normalize(), ticket);
    latencies.record(
        key("embedding", about.embedder()), System.nanoTime() - start, asked.texts().size());
    return Answer.json(out -> TextJson.embeddings(out, embeddings));
  }
}
