package dev.hearth.planning;

import java.time.LocalDate;

/**
 * Who says so.
 *
 * @param title a document, file or issue, by its name
 * @param date when it was written, or read where it bears no date
 */
public record Source(String title, LocalDate date) {
  /** As a finding cites it. */
  public String citation() {
    return title + " (" + date + ")";
  }
}
