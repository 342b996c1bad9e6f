package dev.hearth.deployment.bundle;

import dev.hearth.planning.Backend;
import dev.hearth.planning.doctor.Finding;
import dev.hearth.planning.doctor.Status;
import java.util.Optional;

/** Makes findings about a bundle. */
final class Findings {
  static final String BUILD = "Ollama's build and install files (2026-08-21)";

  private Findings() {}

  static Finding pass(String id, String what, String evidence) {
    return of(id, Status.PASS, what, evidence, "");
  }

  static Finding fail(String id, String what, String evidence, String remedy) {
    return of(id, Status.FAIL, what, evidence, remedy);
  }

  static Finding warn(String id, String what, String evidence, String remedy) {
    return of(id, Status.WARN, what, evidence, remedy);
  }

  static Finding skip(String id, String what, String evidence) {
    return of(id, Status.SKIP, what, evidence, "");
  }

  private static Finding of(String id, Status status, String what, String evidence, String remedy) {
    return new Finding(
        "bundle." + id,
        status,
        Optional.of(Backend.ROCM),
        Optional.empty(),
        what,
        evidence,
        remedy,
        BUILD);
  }
}
