package dev.hearth.inference.image;

/** The projective map between a rectangle and a quad. */
final class Homography {
  private static final int UNKNOWNS = 8;

  private Homography() {}

  /**
   * The eight coefficients that map the rectangle (0, 0)–(width, height) onto a quad, for {@link
   * PerspectiveWarp}: two linear equations for each corner.
   *
   * @throws IllegalArgumentException when three corners lie on one line
   */
  static double[] onto(Quad quad, int width, int height) {
    double[][] system = new double[UNKNOWNS][];
    corner(system, 0, 0, 0, quad.x0(), quad.y0());
    corner(system, 1, width, 0, quad.x1(), quad.y1());
    corner(system, 2, width, height, quad.x2(), quad.y2());
    corner(system, 3, 0, height, quad.x3(), quad.y3());
    return solve(system);
  }

  private static void corner(double[][] system, int i, double u, double v, double x, double y) {
    system[2 * i] = new double[] {u, v, 1, 0, 0, 0, -x * u, -x * v, x};
    system[2 * i + 1] = new double[] {0, 0, 0, u, v, 1, -y * u, -y * v, y};
  }

  /** Gaussian elimination with partial pivoting. */
  private static double[] solve(double[][] system) {
    for (int column = 0; column < UNKNOWNS; column++) {
      swapPivotInto(system, column);
      for (int row = column + 1; row < UNKNOWNS; row++) {
        double factor = system[row][column] / system[column][column];
        for (int k = column; factor != 0 && k <= UNKNOWNS; k++) {
          system[row][k] -= factor * system[column][k];
        }
      }
    }
    double[] solution = new double[UNKNOWNS];
    for (int row = UNKNOWNS - 1; row >= 0; row--) {
      double value = system[row][UNKNOWNS];
      for (int k = row + 1; k < UNKNOWNS; k++) {
        value -= system[row][k] * solution[k];
      }
      solution[row] = value / system[row][row];
    }
    return solution;
  }

  private static void swapPivotInto(double[][] system, int column) {
    int best = column;
    for (int row = column + 1; row < UNKNOWNS; row++) {
      if (Math.abs(system[row][column]) > Math.abs(system[best][column])) {
        best = row;
      }
    }
    if (Math.abs(system[best][column]) < 1e-12) {
      throw new IllegalArgumentException("three corners of the quad lie on one line");
    }
    double[] pivot = system[best];
    system[best] = system[column];
    system[column] = pivot;
  }
}
