package dev.hearth.deployment.manager;

/** Knows who runs what. */
@FunctionalInterface
public interface Managers {
  Manager of(Target target);
}
