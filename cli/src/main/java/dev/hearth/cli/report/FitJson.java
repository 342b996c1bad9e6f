package dev.hearth.cli.report;

import dev.hearth.machine.Reading;
import dev.hearth.planning.fit.Amount;
import dev.hearth.planning.fit.FitReport;
import dev.hearth.planning.fit.Part;
import dev.hearth.planning.fit.Placement;
import dev.hearth.planning.fit.Slowdown;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fit report as the document {@code hearth.fit/1}. */
public final class FitJson {
  /** The name of the format. */
  public static final String SCHEMA = "hearth.fit/1";

  private FitJson() {}

  /**
   * The whole document.
   *
   * @param accelerator its id; empty where the processor computes
   */
  public static Map<String, @Nullable Object> of(
      FitReport report, String version, String accelerator) {
    Facts facts =
        Facts.document()
            .put("schema", SCHEMA)
            .put("hearth", version)
            .put("model", report.need().model())
            .put("accelerator", accelerator.isEmpty() ? null : accelerator)
            .put("engine", report.need().execution().engine())
            .put("verdict", SurveyJson.word(report.verdict()))
            .list(
                "need",
                List.of(Part.values()),
                (inner, part) -> amount(inner, part, report.need().amount(part)))
            .put("known_bytes", report.need().knownBytes());
    if (report.placement() instanceof Reading.Known<Placement>(Placement placement)) {
      facts
          .list(
              "placement",
              placement.shares(),
              (inner, share) ->
                  inner
                      .put("place", SurveyJson.word(share.place()))
                      .put("part", SurveyJson.word(share.part()))
                      .put("bytes", share.bytes()))
          .put("layers", placement.layers())
          .put("layers_on_device", placement.layersOnDevice());
    } else {
      facts.put("placement", report.placement());
    }
    return facts
        .object("slowdown", report.slowdown(), FitJson::slowdown)
        .put("explanation", report.explanation())
        .put("notes", report.need().notes())
        .put("assumed", report.caveats())
        .finish();
  }

  private static void amount(Facts facts, Part part, Amount amount) {
    facts
        .put("part", SurveyJson.word(part))
        .put("bytes", amount.bytes())
        .put("basis", SurveyJson.word(amount.basis()))
        .put("reason", amount.reason());
  }

  private static void slowdown(Facts facts, Slowdown slowdown) {
    switch (slowdown) {
      case Slowdown.Estimate estimate ->
          facts
              .put("estimate", true)
              .put("lowest", estimate.lowest())
              .put("highest", estimate.highest())
              .put("tokens_per_second_at_most_lowest", estimate.lowestTokensPerSecond())
              .put("tokens_per_second_at_most_highest", estimate.highestTokensPerSecond())
              .put("formula", estimate.formula());
      case Slowdown.NotApplicable(String reason) ->
          facts.put("estimate", false).put("reason", reason);
      case Slowdown.Unknown(String reason) -> facts.put("estimate", false).put("reason", reason);
    }
  }
}
