package dev.hearth.planning.doctor;

import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Version;
import dev.hearth.planning.service.ServiceCatalog;
import dev.hearth.planning.service.ServiceDescription;
import java.util.List;

/** An examination, asked by the identities of findings. */
record Examined(Examination examination) {

  static Examined of(Survey survey, String service) {
    return new Examined(Doctor.examine(survey, service(service)));
  }

  static Examined of(Survey survey, String service, String version) {
    return new Examined(
        Doctor.examine(survey, service(service).at(Version.parse(version).orElseThrow())));
  }

  private static ServiceDescription service(String id) {
    return ServiceCatalog.load().find(id).orElseThrow();
  }

  Verdict verdict() {
    return examination.verdict();
  }

  List<Finding> all(String id) {
    return examination.findings().stream().filter(each -> each.id().equals(id)).toList();
  }

  /** The only finding of this identity. */
  Finding finding(String id) {
    List<Finding> found = all(id);
    if (found.size() != 1) {
      throw new AssertionError(
          found.size()
              + " findings are "
              + id
              + "; there are "
              + examination.findings().stream().map(Finding::id).toList());
    }
    return found.getFirst();
  }

  Status status(String id) {
    return finding(id).status();
  }
}
