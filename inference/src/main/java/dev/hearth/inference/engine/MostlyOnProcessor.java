package dev.hearth.inference.engine;

import dev.hearth.inference.device.Device;
import dev.hearth.inference.device.Placement;
import dev.hearth.inference.device.Proof;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells of models that a device computes by name only: the processor does most of the work. */
final class MostlyOnProcessor {
  private static final double HALF = 0.5;

  /** Operators that are named; the rest are of small weight. */
  private static final int NAMED = 4;

  private MostlyOnProcessor() {}

  /** What to say; by time, and by nodes where the time is not known. */
  static Optional<String> warning(ModelKey model, Device device, Proof proof) {
    double share = proof.timeShare().orElse(proof.placement().share());
    if (share >= HALF) {
      return Optional.empty();
    }
    String measured = proof.timeShare().isPresent() ? "of its time" : "of its nodes";
    Map<String, Integer> staying = staying(proof.placement());
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s runs mostly on the processor: only %.0f %% %s are spent on %s; what stays: %s. %s",
            model,
            100 * share,
            measured,
            device,
            named(staying),
            remedy(staying, model)));
  }

  private static Map<String, Integer> staying(Placement placement) {
    Map<String, Integer> counts = new TreeMap<>();
    placement.onCpu().forEach(node -> counts.merge(node.op(), 1, Integer::sum));
    return counts;
  }

  private static String named(Map<String, Integer> staying) {
    return staying.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(NAMED)
        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  private static String remedy(Map<String, Integer> staying, ModelKey model) {
    boolean quantized =
        staying.keySet().stream()
            .anyMatch(op -> op.endsWith("Integer") || op.startsWith("QLinear"));
    return quantized
        ? "Its file is quantised to 8 bits: use the model's float32 file"
        : DeviceRefusal.onProcessor(model);
  }
}
