package dev.hearth.testhost;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a test measured, a line each, as PERFORMANCE.md has them. */
final class Figure {
  /** One busy core beside the tests' own work is usual; more says that others compute here. */
  private static final double OTHERS = 2;

  private Figure() {}

  static String of(String what, double... seconds) {
    return "figure: "
        + what
        + ": "
        + Arrays.stream(seconds)
            .mapToObj(each -> String.format(Locale.ROOT, "%.2f s", each))
            .collect(Collectors.joining(", "));
  }

  /** Asserts an absolute time, unless others keep this machine's cores busy. */
  static void onAnIdleMachine(Runnable assertion) {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    if (load <= OTHERS * Runtime.getRuntime().availableProcessors()) {
      assertion.run();
    } else {
      System.out.printf(Locale.ROOT, "figure: not held against its aim, load %.1f%n", load);
    }
  }
}
