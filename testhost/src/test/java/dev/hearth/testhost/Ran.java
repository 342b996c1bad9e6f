package dev.hearth.testhost;

/**
 * A command that ended.
 *
 * @param line the command line, for messages
 * @param status its exit status
 * @param said what it wrote, errors included
 */
record Ran(String line, int status, String said) {
  /** What it wrote, when it went well. */
  String good() {
    if (status != 0) {
      throw new AssertionError(line + " ended with " + status + ":\n" + said);
    }
    return said;
  }

  boolean isGood() {
    return status == 0;
  }
}
