package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.gfx.GfxTable;
import dev.hearth.planning.remedy.Remedies;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.util.List;

/** Tells whether services can run on a machine, with the remedy for whatever is in the way. */
public final class Doctor {
  private Doctor() {}

  /**
   * Reads the tables that the rules ask. It happens by itself at the first question; who has a
   * thread to spare while the machine is surveyed saves that time.
   */
  public static void prepare() {
    ServiceCatalog.load();
    GfxTable.load();
  }

  /** Who can run a service here, before any device comes into it. */
  public static List<Supervisor> runners(Survey survey, ServiceDescription service) {
    Host host = survey.host();
    Remedies remedies = Remedies.on(host);
    return Rules.SUPERVISORS.stream()
        .filter(rules -> service.supervisors().contains(rules.supervisor()))
        .filter(rules -> rules.present(host))
        .filter(rules -> rules.examine(host, remedies).stream().noneMatch(Finding::failed))
        .map(SupervisorRules::supervisor)
        .toList();
  }

  /** The device nodes through which a backend reaches an accelerator, as far as they are there. */
  public static List<DeviceNode> nodes(Backend backend, Accelerator accelerator) {
    return Rules.of(backend).stream()
        .flatMap(rules -> rules.nodes(accelerator).stream())
        .filter(DeviceNode::present)
        .toList();
  }

  /** Whether nothing that is typed helps against a finding. */
  public static boolean hopeless(Finding finding) {
    return ServiceExamination.hopeless(finding)
        || (finding.failed() && finding.id().contains(".known-"));
  }

  /** Whether SELinux keeps labelled containers from nodes, or may, as far as is known. */
  public static boolean selinuxRefuses(Survey survey, List<DeviceNode> nodes) {
    return SelinuxRules.refuses(survey.host().security(), nodes);
  }

  /** Every prerequisite of one service. */
  public static Examination examine(Survey survey, ServiceDescription service) {
    return new ServiceExamination(survey, service).examine();
  }

  /** Every prerequisite of every service of the catalog. */
  public static List<Examination> examineAll(Survey survey) {
    return ServiceCatalog.load().services().stream()
        .map(service -> examine(survey, service))
        .toList();
  }
}
