package dev.hearth.planning.weights;

import java.io.IOException;

/** The bytes break their format, or promise more than any model has. Never leaves the package. */
final class MalformedException extends IOException {
  MalformedException(String message) {
    super(message);
  }
}
