package dev.hearth.planning.fit;

import dev.hearth.planning.Backend;
import dev.hearth.planning.fit.Amount.Basis;
import dev.hearth.planning.fit.Tables.Row;

/** What runtimes take for themselves on a device, from {@code overheads.yaml}. */
final class Overheads {
  private static final long MIB = 1 << 20;

  private Overheads() {}

  static Amount of(Backend backend, String engine) {
    for (Row row : Tables.load("overheads.yaml")) {
      if (row.text("backend").equals(backend.key()) && row.text("engine").equals(engine)) {
        return Amount.of(row.number("mebibytes") * MIB, Basis.ESTIMATE, row.text("source"));
      }
    }
    return Amount.unknown("nothing is known of what " + backend.key() + " takes for itself");
  }
}
