package dev.hearth.cli.report;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** How services are, for people. */
public final class StatusText {
  private static final int INDENT = 15;

  private StatusText() {}

  /** Its lines. */
  public static List<String> of(List<ServiceStatus> services, Paint paint) {
    List<String> lines = new ArrayList<>();
    for (ServiceStatus each : services) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(service(each, paint));
    }
    return List.copyOf(lines);
  }

  private static List<String> service(ServiceStatus status, Paint paint) {
    List<String> lines = new ArrayList<>();
    lines.add(paint.bold(status.service()) + "  " + status.where());
    status.files().forEach(file -> lines.add("  file         " + file));
    String restarts =
        status.state().restarts() > 0
            ? ", started anew " + status.state().restarts() + " times by itself"
            : "";
    lines.addAll(Wrapped.labelled("  state", status.state().detail() + restarts, INDENT));
    lines.addAll(
        Wrapped.labelled(
            "  health", status.trouble().map(each -> "not well: " + each).orElse("well"), INDENT));
    status.image().ifPresent(image -> lines.addAll(Wrapped.labelled("  image", image, INDENT)));
    lines.addAll(
        Wrapped.labelled(
            "  backend",
            status
                    .backend()
                    .map(
                        each -> each.label() + (status.image().isPresent() ? ", by its image" : ""))
                    .orElse("not known")
                + (status.devices().isEmpty()
                    ? ""
                    : "; sees " + String.join(", ", status.devices())),
            INDENT));
    status.remarks().forEach(remark -> lines.addAll(Wrapped.labelled("  note", remark, INDENT)));
    status
        .verdict()
        .ifPresent(
            each -> lines.addAll(Wrapped.labelled("  verdict", verdict(status, each), INDENT)));
    status
        .deployed()
        .ifPresent(
            id -> lines.add("  deployed     " + id + " (hearth backups " + status.service() + ")"));
    return lines;
  }

  /** Of another image it is history. */
  private static String verdict(ServiceStatus status, RecordedVerdict verdict) {
    String now = verdict.image().equals(status.image()) ? "" : ", of another image";
    return verdict.outcome().name()
        + " (hearth verify, "
        + verdict.at().truncatedTo(ChronoUnit.SECONDS)
        + now
        + "): "
        + verdict.because();
  }
}
