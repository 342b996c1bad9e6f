package dev.hearth.machine.host;

import dev.hearth.machine.Reading;
import java.util.Set;

/**
 * The CPU. Source: /proc/cpuinfo.
 *
 * @param model as people know it
 * @param threads what the scheduler sees
 * @param features the instruction sets that matter here: sse4_2, avx2, avx512f, asimddp, …
 */
public record Processor(Reading<String> model, Reading<Integer> threads, Set<String> features) {
  public Processor {
    features = Set.copyOf(features);
  }
}
