package dev.hearth.server.api;

import dev.hearth.inference.runtime.Ticket;
import dev.hearth.server.http.Answer;
import dev.hearth.server.http.Request;
import dev.hearth.server.wire.Json;
import tools.jackson.core.JsonGenerator;

/** {@code GET /v1/findings}: what the doctor says, and how other services of this machine are. */
record ReportsJson(Reports reports) {

  Answer findings(Request request, Ticket ticket) {
    var findings = reports.findings();
    var services = reports.services();
    return Answer.json(out ->
        Json.write(
            out,
            json -> {
              json.writeStartObject();
              json.writeArrayPropertyStart("findings");
              findings.forEach(each -> finding(json, each));
              json.writeEndArray();
              json.writeArrayPropertyStart("services");
              services.forEach(each -> service(json, each));
              json.writeEndArray();
              json.writeEndObject();
            }));
  }

  private static void finding(JsonGenerator json, Reports.Finding finding) {
    json.writeStartObject();
    json.writeStringProperty("id", finding.id());
    json.writeStringProperty("status", finding.status());
    json.writeStringProperty("about", finding.about());
    json.writeStringProperty("what", finding.what());
    json.writeStringProperty("evidence", finding.evidence());
    json.writeStringProperty("remedy", finding.remedy());
    json.writeEndObject();
  }

  private static void service(JsonGenerator json, Reports.ServiceVerdict service) {
    json.writeStartObject();
    json.writeStringProperty("name", service.name());
    json.writeStringProperty("verdict", service.verdict());
    json.writeStringProperty("why", service.why());
    if (service.at().isPresent()) {
      json.writeStringProperty("at", service.at().get());
    } else {
      json.writeNullProperty("at");
    }
    json.writeEndObject();
  }
}
