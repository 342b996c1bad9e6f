package dev.hearth.planning.weights;

/** Arithmetic on sizes that a file claims, which may be any number. */
final class Sizes {
  /** 64 PiB. No model is larger, and sums of a few such sizes still fit a long. */
  static final long LARGEST = 1L << 56;

  private Sizes() {}

  /** The number of elements of a tensor. */
  static long elements(long[] dimensions, int count) throws MalformedException {
    long product = 1;
    for (int i = 0; i < count; i++) {
      product = times(product, dimensions[i]);
    }
    return product;
  }

  static long times(long a, long b) throws MalformedException {
    if (a < 0 || b < 0 || Math.multiplyHigh(a, b) != 0 || !within(a * b)) {
      throw new MalformedException("a tensor is said to be larger than any model");
    }
    return a * b;
  }

  static long plus(long a, long b) throws MalformedException {
    if (!within(a) || !within(b) || !within(a + b)) {
      throw new MalformedException("the tensors together are said to be larger than any model");
    }
    return a + b;
  }

  static boolean within(long size) {
    return size >= 0 && size <= LARGEST;
  }
}
