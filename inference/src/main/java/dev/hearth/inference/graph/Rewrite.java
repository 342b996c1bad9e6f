package dev.hearth.inference.graph;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The rewritings, in the order in which they are tried. */
public enum Rewrite {
  /** Weights of convolutions that are stored as 8-bit integers become floats. */
  STORED_WEIGHTS(new StoredWeights()),

  /** Constants that scale or shift the channels of a convolution's result go into its weights. */
  AFTER_CONVOLUTION(new FoldAfterConvolution()),

  /** Transposed convolutions without overlap become 1×1 convolutions and a reordering. */
  SUB_PIXEL(new SubPixel()),

  /** Two 1×1 convolutions in a row become one. */
  POINTWISE_PAIR(new PointwisePair()),

  /** A gated value added to itself becomes one product. */
  GATED_SUM(new GatedSum()),

  /** Hard swish and hard sigmoid written out become {@code HardSigmoid}. */
  HARD_SWISH(new HardSwish()),

  /** Constants that scale or shift the channels before convolutions go into their weights. */
  BEFORE_CONVOLUTION(new FoldBeforeConvolution()),

  /** What is left of scales and shifts becomes depthwise convolutions; for the CPU. */
  BLOCKED_AFFINE(new BlockedAffine()),

  /** Hard swish becomes a depthwise convolution and a product; for the CPU. */
  BLOCKED_HARD_SIGMOID(new BlockedHardSigmoid()),

  /** PRelu becomes a depthwise convolution, Relu and a sum; for the CPU. */
  BLOCKED_PRELU(new BlockedPRelu()),

  /**
   * A recogniser's only output, a softmax over characters, gives way to the outputs {@link
   * #CTC_INDEX} (64-bit) and {@link #CTC_SCORE} (float), both {@code [n, steps]}.
   */
  CTC_GREEDY(new CtcGreedy());

  /** The best character of each step. */
  public static final String CTC_INDEX = "ctc/index";

  /** The probability of that character. */
  public static final String CTC_SCORE = "ctc/score";

  @SuppressWarnings("ImmutableEnumChecker") // List.of of stateless rules
  private final List<Rule> rules;

  Rewrite(Rule... rules) {
    this.rules = List.of(rules);
  }

  /** What pays on any device. */
  public static Set<Rewrite> forAnyDevice() {
    Set<Rewrite> all = forCpu();
    all.removeAll(EnumSet.of(BLOCKED_AFFINE, BLOCKED_HARD_SIGMOID, BLOCKED_PRELU));
    return all;
  }

  /** What pays on the CPU; keeps inputs and outputs as they are. */
  public static Set<Rewrite> forCpu() {
    return EnumSet.complementOf(EnumSet.of(CTC_GREEDY));
  }

  List<Rule> rules() {
    return rules;
  }
}
