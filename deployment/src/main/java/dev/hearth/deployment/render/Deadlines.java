package dev.hearth.deployment.render;

import dev.hearth.planning.plan.Plan;

/** How long a start may take, for those who would end it too early. */
final class Deadlines {
  private static final long MINUTE = 60;

  /** What a start takes beside the image and the kernels. */
  private static final long USUAL_SECONDS = 300;

  /** A slow line: of an unpacked image, compressed to about a third, 4 MiB come in a second. */
  private static final long BYTES_PER_SECOND = 4L << 20;

  /** For an image whose size nobody says. */
  private static final long UNKNOWN_IMAGE_SECONDS = 1500;

  private Deadlines() {}

  /** Seconds for the pull of the image and the first start, whole minutes. */
  static long startSeconds(Plan plan) {
    long pull =
        plan.imageBytes().map(bytes -> bytes / BYTES_PER_SECOND).orElse(UNKNOWN_IMAGE_SECONDS);
    return minutes(USUAL_SECONDS + pull + firstSeconds(plan)) * MINUTE;
  }

  /** Seconds that the first start may take once the image is here. */
  static long firstSeconds(Plan plan) {
    return Math.max(1, plan.health().first().toSeconds());
  }

  private static long minutes(long seconds) {
    return Math.ceilDiv(seconds, MINUTE);
  }
}
