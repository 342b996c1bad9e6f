package dev.hearth.bench;

/**
 * What the reference implementation does: Immich 2.6's machine-learning service (Python, OpenCV,
 * ONNX Runtime), measured on 2 cores with the same 8 previews and the same models.
 *
 * @param concurrency requests under way at the same time
 * @param requestsPerSecond answered
 * @param p50Millis the median time of a request
 */
record Reference(int concurrency, double requestsPerSecond, double p50Millis) {
  /** Resident after all three tasks, in MiB. */
  static final double RESIDENT_MEBIBYTES = 627;

  /** From the start of the process to the first answer with faces, in seconds. */
  static final double FIRST_ANSWER_SECONDS = 1.16;

  /** What Hearth aims at, beside these figures. */
  static final class Aim {
    static final double THROUGHPUT_RATIO = 1.5;
    static final double P50_RATIO = 2.0 / 3;
    static final double RESIDENT_MEBIBYTES = 400;
    static final double FIRST_ANSWER_SECONDS = 1.0;

    /** Over decoding and bare session runs. */
    static final double OVER_FLOOR_PERCENT = 15;

    private Aim() {}
  }
}
