package dev.hearth.deployment.transaction;

/** What a service is to do once a deployment is over. */
public enum Aim {
  RUNNING,
  /** Stopped before files change: a manager may not know how to stop what has no file. */
  STOPPED
}
