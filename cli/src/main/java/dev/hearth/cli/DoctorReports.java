package dev.hearth.cli;

import dev.hearth.cli.report.SurveyJson;
import dev.hearth.planning.Backend;
import dev.hearth.planning.doctor.Doctor;
import dev.hearth.server.api.Reports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the doctor says of Hearth's own engine on this machine, and the services beside it, for the
 * page.
 */
final class DoctorReports implements Reports {
  /** A look takes a second or more, and what it finds changes when a person does something. */
  private static final long FRESH = Duration.ofMinutes(1).toNanos();

  private final Looks looks;
  private final ServiceVerdicts verdicts;
  private final LongSupplier nanoClock;
  private Optional<Seen> latest = Optional.empty();

  /**
   * Reports.
   *
   * @param verdicts are read anew each time: one may have been given a second ago
   */
  DoctorReports(Looks looks, ServiceVerdicts verdicts, LongSupplier nanoClock) {
    this.looks = looks;
    this.verdicts = verdicts;
    this.nanoClock = nanoClock;
  }

  /** The two looks at a machine, of which each takes a while. */
  interface Looks {
    /** What the engine's doctor finds. */
    List<dev.hearth.planning.doctor.Finding> findings();

    /** Which services are set up. */
    List<ServiceVerdicts.Installed> installed();
  }

  private record Seen(List<Finding> findings, List<ServiceVerdicts.Installed> installed, long at) {}

  /** Of this computer. */
  static DoctorReports live(Places places) {
    return new DoctorReports(
        new Live(places), new ServiceVerdicts(new VerdictStore(places)), System::nanoTime);
  }

  private record Live(Places places) implements Looks {
    @Override
    public List<dev.hearth.planning.doctor.Finding> findings() {
      return Doctor.examine(
              Looking.quick(RootOption.machine(null), true),
              ServiceNaming.find(UserServices.catalog(places), "hearth"))
          .findings();
    }

    @Override
    public List<ServiceVerdicts.Installed> installed() {
      return ServiceVerdicts.installed(places, RootOption.machine(null));
    }
  }

  @Override
  public List<Finding> findings() {
    return seen().findings();
  }

  @Override
  public List<ServiceVerdict> services() {
    return verdicts.of(seen().installed());
  }

  private synchronized Seen seen() {
    long now = nanoClock.getAsLong();
    if (latest.filter(each -> now - each.at() < FRESH).isEmpty()) {
      List<Finding> findings = looks.findings().stream().map(DoctorReports::told).toList();
      latest = Optional.of(new Seen(findings, looks.installed(), now));
    }
    return latest.get();
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
}
