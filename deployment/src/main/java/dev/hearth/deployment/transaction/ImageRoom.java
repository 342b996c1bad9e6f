package dev.hearth.deployment.transaction;

import dev.hearth.deployment.manager.Target;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.Reading;

/** Knows the disk on which images come to lie. */
@FunctionalInterface
public interface ImageRoom {
  /** The room where the images of a target's engine lie. */
  Reading<DiskSpace> of(Target target);
}
