package dev.hearth.cli.top;

import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.ProcessUse;
import java.util.Comparator;
import java.util.Locale;

/** In which order processes are shown. */
public enum Order {
  /** Who keeps the accelerator busiest first. */
  BUSY,
  /** Who takes most of its memory first. */
  MEMORY,
  /** By service, then by program. */
  NAME,
  /** By number. */
  PID;

  /** As a person types it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one after it. */
  public Order next() {
    return switch (this) {
      case BUSY -> MEMORY;
      case MEMORY -> NAME;
      case NAME -> PID;
      case PID -> BUSY;
    };
  }

  /** What is not known comes last; what is equal is in the order of numbers. */
  Comparator<Row> comparator() {
    Comparator<Row> byPid = Comparator.comparingInt(Row::pid);
    return switch (this) {
      case BUSY ->
          Comparator.comparingDouble((Row row) -> -number(row.part().busyShare()))
              .thenComparingDouble(row -> -number(row.part().occupancy()))
              .thenComparingDouble(row -> -number(row.part().memoryBytes()))
              .thenComparing(byPid);
      case MEMORY ->
          Comparator.comparingDouble((Row row) -> -number(row.part().memoryBytes()))
              .thenComparing(byPid);
      case NAME ->
          Comparator.comparing((Row row) -> row.service().isEmpty() ? "\uffff" : row.service())
              .thenComparing(Row::program)
              .thenComparing(byPid);
      case PID -> byPid;
    };
  }

  private static double number(Reading<? extends Number> reading) {
    return reading.asOptional().map(Number::doubleValue).orElse(-1.0);
  }

  /**
   * One line of the table: a process on one accelerator.
   *
   * @param service to which it belongs; empty for what a person started
   * @param device where
   */
  record Row(ProcessUse process, String service, String device, ProcessUse.Part part) {
    int pid() {
      return process.pid();
    }

    String program() {
      return process.program().orElse(Figures.UNKNOWN);
    }
  }
}
