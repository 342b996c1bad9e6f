package dev.hearth.evidence.workload;

import dev.hearth.machine.Json;
import dev.hearth.machine.Reading;

/** What a service answered. */
public record Reply(int status, Body body) {
  private static final int FIRST_OK = 200;
  private static final int FIRST_OTHER = 300;
  private static final int MOST_SHOWN = 120;

  /** Whether it did what was asked. */
  public boolean ok() {
    return status >= FIRST_OK && status < FIRST_OTHER;
  }

  /** Its JSON; unknown, with the status and the beginning of what it said, where it failed. */
  public Reading<Json> json(String path) {
    if (!ok()) {
      String said = body.text().strip();
      String shown = said.length() > MOST_SHOWN ? said.substring(0, MOST_SHOWN) + "…" : said;
      return Reading.unknown(path + " answered " + status + (shown.isEmpty() ? "" : ": " + shown));
    }
    return Json.parse(body.text(), path);
  }
}
