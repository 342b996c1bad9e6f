package dev.hearth.evidence.diagnosis;

import java.util.Arrays;
import java.util.Optional;

/** What a trouble does to the service, the worst first. */
public enum Severity {
  /** It does not start, or dies. */
  STOPS("stops"),
  /** It answers, and the answers are wrong. */
  WRONG("wrong"),
  /** It computes on the CPU where a GPU was meant. */
  ON_CPU("on-cpu"),
  /** It works, more slowly than it could. */
  SLOW("slow"),
  /** It works; something is not as somebody thinks. */
  WARNING("warning");

  private final String key;

  Severity(String key) {
    this.key = key;
  }

  /** Its name in rules and for scripts. */
  public String key() {
    return key;
  }

  static Optional<Severity> of(String key) {
    return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
  }
}
