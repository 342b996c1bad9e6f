package dev.hearth.machine;

/**
 * Something the user can act on.
 *
 * @param kind what sort of trouble it is; decides exit code and HTTP status
 * @param what the trouble in one sentence, in the user's terms
 * @param evidence how we know; empty where the sentence says it all
 * @param remedy what to type or to set; empty only where nothing helps
 */
public record Problem(Kind kind, String what, String evidence, String remedy) {

  /** The sorts of trouble; each maps to one exit code and one HTTP status, in one table each. */
  public enum Kind {
    /** The input cannot be read or breaks the format. */
    BAD_INPUT,
    /** The input is well formed and asks for something that does not fit together. */
    UNPROCESSABLE,
    /** A model, file or address that does not exist. */
    NOT_FOUND,
    /** The input is larger than a limit. */
    TOO_LARGE,
    /** More work is waiting than the queue admits; worth trying again soon. */
    OVERLOADED,
    /** The answer did not come before its deadline. */
    TIMED_OUT,
    /** Something needed is not there now: a model that cannot be loaded, no network, no disk. */
    UNAVAILABLE,
    /** A setting or option is wrong. */
    BAD_SETTING
  }

  public static Problem of(Kind kind, String what, String remedy) {
    return new Problem(kind, what, "", remedy);
  }

  /** The problem in one line: what, evidence, remedy. */
  public String sentence() {
    StringBuilder line = new StringBuilder(what);
    if (!evidence.isEmpty()) {
      line.append(" (").append(evidence).append(')');
    }
    if (!remedy.isEmpty()) {
      line.append(". ").append(remedy);
    }
    return line.toString();
  }
}
