package dev.hearth.cli.report;

import dev.hearth.evidence.diagnosis.Diagnosis;
import dev.hearth.evidence.diagnosis.Finding;
import dev.hearth.evidence.diagnosis.Rule;
import dev.hearth.evidence.diagnosis.Trace;
import dev.hearth.planning.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What logs tell as the document {@code hearth.diagnose/1}. */
public final class DiagnosisJson {
  /** The name of the format. */
  public static final String SCHEMA = "hearth.diagnose/1";

  private DiagnosisJson() {}

  /** The whole document. */
  public static Map<String, @Nullable Object> of(List<DiagnosedLog> logs, String version) {
    Map<String, @Nullable Object> document =
        Facts.document()
            .put("schema", SCHEMA)
            .put("hearth", version)
            .list("logs", logs, DiagnosisJson::log)
            .finish();
    document.remove("unknown");
    return document;
  }

  private static void log(Facts facts, DiagnosedLog log) {
    Diagnosis.Extent extent = log.diagnosis().extent();
    facts
        .put("from", log.from())
        .put("service", extent.service())
        .put("version", extent.version().map(Version::toString))
        .put("lines", extent.lines())
        .put("since", extent.since())
        .put("until", extent.until())
        .put("rules", extent.rules())
        .put("leftOut", extent.leftOut())
        .list("findings", log.diagnosis().findings(), DiagnosisJson::finding);
  }

  private static void finding(Facts facts, Finding finding) {
    Rule rule = finding.rule();
    facts
        .put("id", rule.id())
        .put("severity", rule.weight().severity().key())
        .put("confidence", rule.weight().confidence().key())
        .put("meaning", rule.text().meaning())
        .put("remedy", rule.text().remedy())
        .put("sources", rule.text().sources())
        .put("count", finding.count())
        .put("since", finding.since())
        .put("until", finding.until())
        .list("evidence", finding.evidence(), DiagnosisJson::trace)
        .object("last", finding.last(), DiagnosisJson::trace);
  }

  private static void trace(Facts facts, Trace trace) {
    facts.put("line", trace.number()).put("time", trace.time()).put("text", trace.text());
  }
}
