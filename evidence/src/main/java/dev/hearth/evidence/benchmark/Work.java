package dev.hearth.evidence.benchmark;

import dev.hearth.evidence.workload.Ask;
import dev.hearth.evidence.workload.Body;
import dev.hearth.evidence.workload.JsonNumbers;
import dev.hearth.evidence.workload.Probes;
import dev.hearth.evidence.workload.Reply;
import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;
import dev.hearth.planning.service.Workload;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * What is asked, none of it twice: an answer out of a cache measures nothing.
 *
 * @param ask the request of a number
 * @param unit what is counted: photo, token, sentence
 * @param mark the same for the same work, so that only such is compared with what was before
 * @param units how many of them an answer counts for; unknown where it is none
 */
public record Work(
    IntFunction<Ask> ask, String unit, String mark, Function<Reply, Reading<Double>> units) {
  private static final String PHOTO = "photo";
  private static final String SENTENCE = "sentence";
  private static final String BEGINNING = "image={photo}";
  private static final String ENTRIES = "entries=";
  private static final String TOKEN = "token";
  private static final String TEXT =
      "The company raised its forecast after a strong quarter, while analysts had expected less.";

  /** What proves a service measures it as well; an answer without what was asked is none. */
  public static Work of(dev.hearth.evidence.workload.Workload probe) {
    // Numbers from one on: the request of number nought is the same in every run.
    return new Work(
        number -> probe.ask().apply(number + 1),
        probe.ask().apply(1).type().startsWith("multipart/") ? PHOTO : SENTENCE,
        mark(probe.ask().apply(1).body()),
        reply -> probe.answer().apply(reply).map(_ -> 1.0));
  }

  /**
   * The work that a service's description names.
   *
   * @param nonce unlike that of any run before
   * @param added members for the JSON object of a request: model, options
   */
  public static Reading<Work> of(Workload described, String nonce, Map<String, String> added) {
    String body = described.body();
    if (body.contains("{photo}")) {
      int at = body.indexOf(ENTRIES);
      return !body.startsWith(BEGINNING) || at < 0
          ? Reading.unknown("a benchmark with a photo is written image={photo}; entries=JSON")
          : Reading.known(
              new Work(
                  round ->
                      Probes.photo(
                          described.path(), body.substring(at + ENTRIES.length()).strip(), round),
                  described.counts(),
                  mark(Body.of(body)),
                  counted(described.counts())));
    }
    return !body.strip().startsWith("{")
        ? Reading.unknown("a benchmark's body is a JSON object, or image={photo}; entries=JSON")
        : Reading.known(
            new Work(
                round ->
                    Ask.json(described.path(), filled(members(body, added), nonce + "-" + round)),
                described.counts(),
                mark(Body.of(members(body, added))),
                counted(described.counts())));
  }

  private static String mark(Body body) {
    CRC32 sum = new CRC32();
    sum.update(body.bytes());
    return String.format(Locale.ROOT, "%08x", sum.getValue());
  }

  private static String members(String body, Map<String, String> added) {
    String more =
        added.entrySet().stream()
            .map(each -> "\"" + each.getKey() + "\": " + each.getValue() + ", ")
            .collect(Collectors.joining());
    return "{" + more + body.strip().substring(1);
  }

  private static String filled(String body, String number) {
    return body.replace("{text}", String.format(Locale.ROOT, "Report %s: %s", number, TEXT));
  }

  private static Function<Reply, Reading<Double>> counted(String unit) {
    return reply -> {
      Reading<Json> json = reply.json("the service");
      return unit.equals(TOKEN) ? json.flatMap(Work::tokens) : json.map(_ -> 1.0);
    };
  }

  private static Reading<Double> tokens(Json answer) {
    return JsonNumbers.of(answer, "eval_count")
        .filter(count -> count > 0)
        .map(Reading::known)
        .orElseGet(() -> Reading.unknown("the answer counts no tokens (eval_count)"));
  }
}
