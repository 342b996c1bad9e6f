package dev.hearth.evidence.verification;

/** What a deployment makes of a service of which nothing is proven. */
public enum Doubt {
  /** Trouble: it is rolled back. */
  IS_TROUBLE,
  /** None: it stays, and a person is told; wrong answers alone are trouble all the same. */
  IS_NONE
}
