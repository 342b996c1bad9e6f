package dev.hearth.planning.doctor;

import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.gfx.GfxTable;
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
