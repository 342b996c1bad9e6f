package dev.hearth.cli;

import dev.hearth.cli.report.SurveyJson;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.doctor.Doctor;
import dev.hearth.planning.service.ServiceDescription;
import dev.hearth.server.api.Reports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the doctor says of Hearth's own engine on this machine, for the page. */
final class DoctorReports implements Reports {
  /** A look takes a second or more, and what it finds changes when a person does something. */
  private static final long FRESH = Duration.ofMinutes(1).toNanos();

  private final Supplier<Survey> surveys;
  private final Supplier<ServiceDescription> service;
  private final LongSupplier nanoClock;
  private Optional<List<Finding>> latest = Optional.empty();
  private long at;

  DoctorReports(
      Supplier<Survey> surveys, Supplier<ServiceDescription> service, LongSupplier nanoClock) {
    this.surveys = surveys;
    this.service = service;
    this.nanoClock = nanoClock;
  }

  /** Of this computer. */
  static DoctorReports live(Places places) {
    return new DoctorReports(
        () -> Looking.quick(RootOption.machine(null), true),
        () -> ServiceNaming.find(UserServices.catalog(places), "hearth"),
        System::nanoTime);
  }

  @Override
  public synchronized List<Finding> findings() {
    long now = nanoClock.getAsLong();
    if (latest.isEmpty() || now - at >= FRESH) {
      latest = Optional.of(look());
      at = now;
    }
    return latest.get();
  }

  private List<Finding> look() {
    return Doctor.examine(surveys.get(), service.get()).findings().stream()
        .map(DoctorReports::told)
        .toList();
  }

  private static Finding told(dev.hearth.planning.doctor.Finding finding) {
    String about =
        Stream.of(finding.backend().map(Backend::key), finding.acceleratorId())
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" on "));
    return new Finding(
        finding.id(),
        SurveyJson.word(finding.status()),
        about,
        finding.what(),
        finding.evidence(),
        finding.remedy());
  }

  /** Verdicts are seen by those who deploy; the engine looks at itself only. */
  @Override
  public List<ServiceVerdict> services() {
    return List.of();
  }
}
