package dev.hearth.deployment.transaction;

import java.util.Locale;

/** The steps of a deployment, in their order; those of a roll-back come last. */
public enum Step {
  /** Looks whether everything can be done, and changes nothing. */
  PREFLIGHT,
  /** How the old service is. */
  BASELINE,
  /** Keeps what will be replaced. */
  BACKUP,
  /** Fetches the image, while the old service runs. */
  PULL,
  /** Only where the service is to be stopped for good. */
  STOP,
  /** One for each change. */
  WRITE,
  RELOAD,
  RESTART,
  HEALTH,
  VERIFY,
  COMMIT,
  RESTORE,
  RELOAD_BACK,
  /** The old service is started or stopped, as it was before. */
  RESTART_BACK,
  HEALTH_BACK;

  /** As people read it: health-back. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
