package dev.hearth.deployment.manager;

/** What an ordinary user allows to be run as root. */
public enum Privilege {
  /** Nothing: what needs root is refused, with the line to type. */
  NONE,
  /** Single commands through sudo, which must not ask for a password. */
  SUDO
}
