package dev.hearth.deployment.manager;

/**
 * What a service does now.
 *
 * @param phase in one word
 * @param detail what the manager says: "active (running)", "exited 137"
 * @param restarts how often it was started anew by itself; tells a crash loop
 */
public record State(Phase phase, String detail, int restarts) {
  /** In one word. */
  public enum Phase {
    RUNNING,
    STARTING,
    STOPPED,
    FAILED,
    /** The manager knows no such service. */
    ABSENT
  }
}
