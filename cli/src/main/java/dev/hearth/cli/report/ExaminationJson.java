package dev.hearth.cli.report;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.doctor.Examination;
import dev.hearth.planning.doctor.Finding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Examinations as the document {@code hearth.doctor/1}. */
public final class ExaminationJson {
  /** The name of the format. */
  public static final String SCHEMA = "hearth.doctor/1";

  private ExaminationJson() {}

  /** The whole document. */
  public static Map<String, @Nullable Object> of(List<Examination> examinations, String version) {
    Map<String, @Nullable Object> document =
        Facts.document()
            .put("schema", SCHEMA)
            .put("hearth", version)
            .list("services", examinations, ExaminationJson::service)
            .finish();
    document.remove("unknown");
    return document;
  }

  private static void service(Facts facts, Examination examination) {
    facts
        .put("service", examination.service())
        .put("verdict", SurveyJson.word(examination.verdict()))
        .list(
            "ready",
            examination.ready(),
            (inner, place) ->
                inner
                    .put("backend", place.backend().key())
                    .put("accelerator", place.acceleratorId())
                    .put("managers", place.supervisors().stream().map(Supervisor::key).toList())
                    .list("conditions", place.conditions(), ExaminationJson::condition))
        .list("findings", examination.findings(), ExaminationJson::finding);
  }

  private static void condition(Facts facts, Examination.Condition condition) {
    facts.put("manager", condition.supervisor().key()).put("type", condition.command());
  }

  private static void finding(Facts facts, Finding finding) {
    facts
        .put("id", finding.id())
        .put("status", SurveyJson.word(finding.status()))
        .put("backend", finding.backend().map(Backend::key))
        .put("accelerator", finding.acceleratorId())
        .put("what", finding.what())
        .put("evidence", finding.evidence())
        .put("remedy", finding.remedy())
        .put("source", finding.source());
  }
}
