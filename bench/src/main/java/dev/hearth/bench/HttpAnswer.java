package dev.hearth.bench;

/** A whole answer to one request. */
record HttpAnswer(int status, byte[] body) {
  static final int OK = 200;

  boolean good() {
    return status == OK;
  }
}
