package dev.hearth.evidence.verdict;

/**
 * What one witness says.
 *
 * @param witness who
 * @param stance on which side
 * @param weight how much it counts
 * @param evidence what was seen, or why nothing could be, in a sentence without its full stop
 */
public record Testimony(Witness witness, Stance stance, Weight weight, String evidence) {
  public Testimony {
    boolean fits =
        switch (stance) {
          case SILENT -> weight == Weight.NONE;
          case FOR ->
              weight == Weight.SUPPORT || weight == Weight.NECESSARY || weight == Weight.PROOF;
          case AGAINST -> weight != Weight.NONE;
        };
    if (!fits) {
      throw new IllegalArgumentException("no testimony is " + stance + " with " + weight);
    }
  }

  /** For computing on the accelerator. */
  public static Testimony speaking(Witness witness, Weight weight, String evidence) {
    return new Testimony(witness, Stance.FOR, weight, evidence);
  }

  /** Against it. */
  public static Testimony against(Witness witness, Weight weight, String evidence) {
    return new Testimony(witness, Stance.AGAINST, weight, evidence);
  }

  /** It cannot see. */
  public static Testimony silent(Witness witness, String reason) {
    return new Testimony(witness, Stance.SILENT, Weight.NONE, reason);
  }

  /** Whether it proves alone. */
  boolean proves() {
    return stance == Stance.FOR && weight == Weight.PROOF;
  }

  /** Whether it refutes, where nothing proves. */
  boolean refutes() {
    return stance == Stance.AGAINST
        && (weight == Weight.NECESSARY || weight == Weight.PROOF || decides());
  }

  boolean decides() {
    return stance == Stance.AGAINST && weight == Weight.DECISIVE;
  }

  boolean forbids() {
    return stance == Stance.AGAINST && weight == Weight.VETO;
  }
}
