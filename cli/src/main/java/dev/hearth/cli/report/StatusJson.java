package dev.hearth.cli.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How services are, for scripts: the document {@code hearth.status/1}. */
public final class StatusJson {
  private StatusJson() {}

  /** The document. */
  public static Map<String, Object> of(List<ServiceStatus> services, String version) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "hearth.status/1");
    document.put("hearth", version);
    document.put("services", services.stream().map(StatusJson::service).toList());
    return document;
  }

  private static Map<String, Object> service(ServiceStatus status) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("service", status.service());
    entry.put("where", status.where());
    entry.put("files", status.files().stream().map(Path::toString).toList());
    entry.put("phase", status.state().phase().name().toLowerCase(Locale.ROOT));
    entry.put("state", status.state().detail());
    entry.put("restarts", status.state().restarts());
    entry.put("well", status.well());
    status.trouble().ifPresent(each -> entry.put("trouble", each));
    status.image().ifPresent(each -> entry.put("image", each));
    status.backend().ifPresent(each -> entry.put("backend", each.key()));
    entry.put("devices", status.devices());
    entry.put("remarks", status.remarks());
    status.deployed().ifPresent(each -> entry.put("deployed", each));
    status.verdict().ifPresent(each -> entry.put("verdict", verdict(each)));
    return entry;
  }

  private static Map<String, Object> verdict(RecordedVerdict verdict) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("outcome", verdict.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    entry.put("because", verdict.because());
    entry.put("backend", verdict.backend().key());
    verdict.image().ifPresent(each -> entry.put("image", each));
    entry.put("at", verdict.at().toString());
    return entry;
  }
}
