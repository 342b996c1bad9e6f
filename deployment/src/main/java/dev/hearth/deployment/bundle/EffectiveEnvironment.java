package dev.hearth.deployment.bundle;

import dev.hearth.planning.Version;
import dev.hearth.planning.VersionRange;
import dev.hearth.planning.doctor.Finding;
import dev.hearth.planning.plan.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The environment a process runs with. A unit's file does not tell: a drop-in without a header, or
 * one that was not reloaded, changes nothing.
 *
 * @param variables as Ollama takes them: without blanks and quotes around them
 */
public record EffectiveEnvironment(Map<String, String> variables) {
  private static final Version BY_FOLDER = new Version(List.of(0, 12, 4));
  private static final String LIBRARY = "OLLAMA_LLM_LIBRARY";

  public EffectiveEnvironment {
    variables = Map.copyOf(variables);
  }

  /** Of the variables of a running process, as the kernel shows them. */
  public static EffectiveEnvironment of(Map<String, String> variables) {
    Map<String, String> taken = new LinkedHashMap<>();
    variables.forEach((name, value) -> taken.put(name, trimmed(value)));
    return new EffectiveEnvironment(taken);
  }

  private static String trimmed(String value) {
    return value.strip().replaceAll("^[\"']+|[\"']+$", "");
  }

  /** What it does not have of the variables that it was to have, in sentences. */
  public List<String> lacks(List<Variable> wanted) {
    List<String> lacking = new ArrayList<>();
    for (Variable each : wanted) {
      String found = variables.get(each.name());
      if (found == null) {
        lacking.add(each.name() + " is not set in the running process");
      } else if (!found.equals(trimmed(each.value()))) {
        lacking.add(each.name() + " is " + found + " in the running process, not " + each.value());
      }
    }
    return lacking;
  }

  /**
   * What of it keeps Ollama from the GPU, or was set in vain.
   *
   * @param folders where its ROCm libraries are: rocm, rocm_v7_2
   */
  public List<Finding> disturbing(Version ollama, List<String> folders) {
    List<Finding> found = new ArrayList<>();
    for (Disturbance each : Disturbance.ALL) {
      Optional.ofNullable(variables.get(each.name()))
          .filter(value -> each.holds(ollama, value))
          .ifPresent(value -> found.add(finding(each, value)));
    }
    library(ollama, folders).ifPresent(found::add);
    return found;
  }

  /** Since 0.12.4 it names a folder; a stale one hides the GPU. */
  private Optional<Finding> library(Version ollama, List<String> folders) {
    return Optional.ofNullable(variables.get(LIBRARY))
        .filter(_ -> ollama.atLeast(BY_FOLDER) && !folders.isEmpty())
        .filter(value -> !value.isEmpty() && !value.startsWith("cpu") && !folders.contains(value))
        .map(value ->
            finding(
                new Disturbance(
                    LIBRARY,
                    VersionRange.ALWAYS,
                    Pattern.compile(""),
                    true,
                    "names another folder than the libraries lie in: "
                        + String.join(", ", folders)),
                value));
  }

  private static Finding finding(Disturbance disturbance, String value) {
    String what = disturbance.name() + " " + disturbance.why();
    String evidence = disturbance.name() + "=" + value + " in the running process";
    String remedy = "Remove it from Ollama's unit: `systemctl cat ollama` shows where it is set.";
    return disturbance.stops()
        ? Findings.fail("environment", what, evidence, remedy)
        : Findings.warn("environment", what, evidence, remedy);
  }
}
