package dev.hearth.evidence.diagnosis;

import java.util.Arrays;
import java.util.Optional;

/** How far a rule can be trusted, the most first. */
public enum Confidence {
  /** The program's own words say so. */
  SURE("sure"),
  /** Several people had the same lines for this reason. */
  LIKELY("likely"),
  /** One report, or a conclusion from how the program works. */
  POSSIBLE("possible");

  private final String key;

  Confidence(String key) {
    this.key = key;
  }

  /** Its name in rules and for scripts. */
  public String key() {
    return key;
  }

  static Optional<Confidence> of(String key) {
    return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
  }
}
