package dev.hearth.inference.image;

/** The convolution kernels of Pillow's resampling. */
public enum Filter {
  /** A triangle. */
  BILINEAR(1),
  /** Keys' cubic with a = −0.5. */
  BICUBIC(2),
  /** A sinc under a sinc window of three lobes. */
  LANCZOS(3);

  private static final double CUBIC = -0.5;

  private final int support;

  Filter(int support) {
    this.support = support;
  }

  /** Half the width of the kernel, in source pixels, when nothing shrinks. */
  int support() {
    return support;
  }

  /** The value of the kernel at a distance from its centre. */
  double at(double distance) {
    double x = Math.abs(distance);
    if (x >= support) {
      return 0;
    }
    return switch (this) {
      case BILINEAR -> 1.0 - x;
      case BICUBIC -> cubic(x);
      case LANCZOS -> sinc(x) * sinc(x / 3);
    };
  }

  private static double cubic(double x) {
    return x < 1.0
        ? ((CUBIC + 2.0) * x - (CUBIC + 3.0)) * x * x + 1
        : (((x - 5) * x + 8) * x - 4) * CUBIC;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
  }
}
