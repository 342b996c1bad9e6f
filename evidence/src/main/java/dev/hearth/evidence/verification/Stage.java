package dev.hearth.evidence.verification;

/** What a verification does, one after the other. */
public enum Stage {
  FIRST_REQUEST("a first request, which may load models"),
  IDLE("watched while it has nothing to do"),
  WORK("watched while it works"),
  HEARING("its log and its own word");

  private final String title;

  Stage(String title) {
    this.title = title;
  }

  /** As people read it. */
  public String title() {
    return title;
  }
}
