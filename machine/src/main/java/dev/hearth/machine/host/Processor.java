package dev.hearth.machine.host;

import dev.hearth.machine.Reading;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The CPU. Source: /proc/cpuinfo.
 *
 * @param model as people know it
 * @param threads what the scheduler sees
 * @param features the instruction sets that matter here: sse4_2, avx2, avx512f, asimddp, …, by the
 *     kernel's names
 */
public record Processor(Reading<String> model, Reading<Integer> threads, Set<String> features) {
  public Processor {
    features = Set.copyOf(features);
  }

  private static final List<Set<String>> X86_LEVELS =
      List.of(
          Set.of("lm"),
          Set.of("cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"),
          Set.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"),
          Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"));

  /**
   * The level of the x86-64 psABI that all of its instructions make: 2 for x86-64-v2, which newer
   * container images ask for; empty on other architectures.
   */
  public OptionalInt x86Level() {
    int level = 0;
    while (level < X86_LEVELS.size() && features.containsAll(X86_LEVELS.get(level))) {
      level++;
    }
    return level == 0 ? OptionalInt.empty() : OptionalInt.of(level);
  }
}
