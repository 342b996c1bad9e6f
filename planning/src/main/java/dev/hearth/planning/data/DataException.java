package dev.hearth.planning.data;

/** A data file that breaks its own rules; the message names the file and the place in it. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataException(String message) {
    super(message);
  }
}
