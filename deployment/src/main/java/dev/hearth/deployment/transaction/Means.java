package dev.hearth.deployment.transaction;

import dev.hearth.deployment.manager.Managers;

/**
 * What deployments work with.
 *
 * @param managers run services
 * @param imageRoom where images lie
 * @param disk changes files
 * @param time passes
 */
public record Means(Managers managers, ImageRoom imageRoom, Disk disk, Time time) {
  /** This machine's disk and time. */
  public static Means real(Managers managers, ImageRoom imageRoom) {
    return new Means(managers, imageRoom, new LocalDisk(), Time.real());
  }
}
