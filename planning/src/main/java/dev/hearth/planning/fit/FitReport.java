package dev.hearth.planning.fit;

import dev.hearth.machine.Reading;
import java.util.List;

/**
 * The whole answer.
 *
 * @param verdict in one word
 * @param need what was asked for
 * @param memory what there is
 * @param placement where all would lie; unknown where too little is known
 * @param slowdown what that costs
 * @param explanation the answer in sentences: where weights and inputs go, what it costs, what
 *     helps
 * @param caveats what was assumed or could not be counted
 */
public record FitReport(
    Verdict verdict,
    MemoryNeed need,
    DeviceMemory memory,
    Reading<Placement> placement,
    Slowdown slowdown,
    List<String> explanation,
    List<String> caveats) {
  public FitReport {
    explanation = List.copyOf(explanation);
    caveats = List.copyOf(caveats);
  }
}
