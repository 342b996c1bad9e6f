package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.planning.Backend;
import java.util.Optional;

/**
 * What a finding is about; begins every finding.
 *
 * @param area the first half of its identity
 */
record About(String area, Optional<Backend> backend, Optional<String> acceleratorId) {

  /** One accelerator, for a backend. */
  static About accelerator(Backend backend, Accelerator accelerator) {
    return new About(backend.key(), Optional.of(backend), Optional.of(accelerator.id()));
  }

  /** What is the same for all accelerators of a backend. */
  static About all(Backend backend) {
    return new About(backend.key(), Optional.of(backend), Optional.empty());
  }

  /** Who runs the service. */
  static About area(String area) {
    return new About(area, Optional.empty(), Optional.empty());
  }

  Statement pass(String id, String what) {
    return new Statement(this, id, Status.PASS, what);
  }

  Statement warn(String id, String what) {
    return new Statement(this, id, Status.WARN, what);
  }

  Statement fail(String id, String what) {
    return new Statement(this, id, Status.FAIL, what);
  }

  Statement skip(String id, String what) {
    return new Statement(this, id, Status.SKIP, what);
  }

  /** A finding that still wants its evidence, its remedy and its source. */
  static final class Statement {
    private final About about;
    private final String id;
    private final Status status;
    private final String what;
    private String evidence = "";
    private String remedy = "";

    private Statement(About about, String id, Status status, String what) {
      this.about = about;
      this.id = id;
      this.status = status;
      this.what = what;
    }

    Statement because(String text) {
      evidence = text;
      return this;
    }

    Statement remedy(String text) {
      remedy = text;
      return this;
    }

    Finding source(String text) {
      return new Finding(
          about.area + "." + id,
          status,
          about.backend,
          about.acceleratorId,
          what,
          evidence,
          remedy,
          text);
    }
  }
}
