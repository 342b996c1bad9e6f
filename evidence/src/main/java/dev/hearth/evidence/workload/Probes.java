package dev.hearth.evidence.workload;

import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The probe workloads of the services that are known. */
public final class Probes {
  private static final String PREDICT = "/predict";
  private static final String CLIP = "clip";
  private static final String FACES = "facial-recognition";
  private static final String TEXTS = "ocr";
  private static final String TEXT =
      "The company raised its forecast after a strong quarter, while analysts had expected less.";

  private Probes() {}

  /** A photo, for Immich's machine learning. */
  public static Workload immich(PhotoTasks tasks) {
    return photo(tasks, new Workload.Untold());
  }

  /** A photo, for Hearth's own engine. */
  public static Workload hearth(PhotoTasks tasks) {
    return photo(tasks, new Workload.Hearth());
  }

  private static Workload photo(PhotoTasks tasks, Workload.OwnWord word) {
    return new Workload(
        tasks.what(),
        round -> photo(PREDICT, tasks.entries(), round),
        reply -> answer(tasks, reply),
        word);
  }

  /** A headline, for Hearth's own engine. */
  static Workload hearthEmbedding() {
    Workload embedding = embedding();
    return new Workload(
        embedding.what(), embedding.ask(), embedding.answer(), new Workload.Hearth());
  }

  /** A headline, for a service that classifies text: FinBERT, text-embeddings-inference. */
  public static Workload sentiment() {
    return new Workload(
        "a headline",
        round -> Ask.json(PREDICT, inputs(round)),
        Probes::labels,
        new Workload.Untold());
  }

  /** A headline, for a service that embeds text: text-embeddings-inference. */
  public static Workload embedding() {
    return new Workload(
        "a headline",
        round -> Ask.json("/embed", inputs(round)),
        reply -> reply.json("/embed").flatMap(json -> embedding(first(json), "/embed")),
        new Workload.Untold());
  }

  /**
   * A prompt, for Ollama. It says nothing of the context's length: another than the loaded model's
   * would load it anew.
   *
   * @param model one that is there
   * @param nonce unlike that of any run before: a prompt seen before is not computed again
   */
  public static Workload ollama(String model, String nonce) {
    String path = "/api/generate";
    return new Workload(
        "a prompt for " + model,
        round ->
            Ask.json(
                path,
                String.format(
                    Locale.ROOT,
                    "{\"model\":%s,\"prompt\":%s,\"stream\":false,"
                        + "\"options\":{\"num_predict\":24,\"temperature\":0,\"seed\":1}}",
                    quoted(model),
                    quoted(nonce + "-" + round + ": " + TEXT + " Explain why, in one sentence."))),
        reply -> reply.json(path).map(_ -> Answer.none()),
        new Workload.Ollama(model));
  }

  /**
   * A photo as Immich's server posts it.
   *
   * @param entries what is asked of it, as JSON
   * @param number of the photo: another number, another photo
   */
  public static Ask photo(String path, String entries, int number) {
    return Multipart.post(path, entries, ProbePicture.png(number));
  }

  private static String inputs(int round) {
    return "{\"inputs\":" + quoted(TEXT + (round == 0 ? "" : " Note " + round + ".")) + "}";
  }

  /**
   * The embedding is a string that holds an array. What was read is not compared: there is nothing
   * to read in the picture, and finding that takes the work.
   */
  private static Reading<Answer> answer(PhotoTasks tasks, Reply reply) {
    return reply
        .json(PREDICT)
        .flatMap(json -> has(json, FACES, tasks.faces().isPresent()))
        .flatMap(json -> has(json, TEXTS, tasks.text().isPresent()))
        .flatMap(json -> has(json, CLIP, tasks.search().isPresent()))
        .flatMap(json ->
            json.text(CLIP)
                .map(
                    text -> Json.parse(text, PREDICT).flatMap(vector -> embedding(vector, PREDICT)))
                .orElseGet(() -> Reading.known(Answer.none()))
                .map(search -> new Answer(search.vector(), boxes(json))));
  }

  /** What was asked has to be in the answer. */
  private static Reading<Json> has(Json json, String task, boolean asked) {
    boolean there = task.equals(CLIP) ? json.text(task).isPresent() : json.member(task).isPresent();
    return there || !asked
        ? Reading.known(json)
        : Reading.unknown(PREDICT + " answered without \"" + task + "\"");
  }

  private static List<List<Double>> boxes(Json json) {
    List<List<Double>> boxes = new ArrayList<>();
    for (Json face : JsonNumbers.items(json, FACES)) {
      List<Double> box = new ArrayList<>();
      for (String side : List.of("x1", "y1", "x2", "y2")) {
        face.member("boundingBox")
            .flatMap(found -> JsonNumbers.of(found, side))
            .ifPresent(box::add);
      }
      boxes.add(box);
    }
    return boxes;
  }

  /** One text's labels, or a list of one text's. */
  static Reading<Answer> labels(Reply reply) {
    return reply
        .json(PREDICT)
        .flatMap(json -> {
          Json labels = JsonNumbers.items(first(json)).isEmpty() ? json : first(json);
          List<Double> scores =
              JsonNumbers.items(labels).stream()
                  .sorted(Comparator.comparing((Json label) -> label.text("label").orElse("")))
                  .flatMap(label -> JsonNumbers.of(label, "score").stream())
                  .toList();
          return scores.isEmpty()
              ? Reading.unknown(PREDICT + " answered without scores")
              : Reading.known(new Answer(scores, List.of()));
        });
  }

  private static Reading<Answer> embedding(Json json, String path) {
    List<Double> vector = JsonNumbers.vector(json);
    return vector.isEmpty()
        ? Reading.unknown(path + " answered without an embedding")
        : Reading.known(new Answer(vector, List.of()));
  }

  private static Json first(Json json) {
    List<Json> items = JsonNumbers.items(json);
    return items.isEmpty() ? new Json.Nothing() : items.getFirst();
  }

  /** As a string of JSON. */
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == '"' || letter == '\\') {
        quoted.append('\\').append(letter);
      } else if (letter < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
      } else {
        quoted.append(letter);
      }
    }
    return quoted.append('"').toString();
  }
}
