package dev.hearth.evidence.service;

import dev.hearth.deployment.manager.LogText;
import dev.hearth.deployment.manager.LogVerdict;
import dev.hearth.evidence.verification.LogReading;
import dev.hearth.evidence.witness.LogLine;
import dev.hearth.planning.Backend;
import dev.hearth.planning.service.Operation;
import dev.hearth.planning.service.ServiceDescription;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the log of a service tells. Pure. */
public final class ServiceLog {
  /** Ollama, once for each device it found: library=ROCm compute=gfx1103. */
  private static final Pattern LIBRARY =
      Pattern.compile("inference compute.*\\blibrary=\"?([A-Za-z]+)");

  private ServiceLog() {}

  /**
   * By the rules of a service.
   *
   * @param image that names its version; without one, every version's rules count
   */
  public static LogReading rules(
      ServiceDescription service, Backend backend, Optional<String> image) {
    return lines -> {
      LogVerdict verdict =
          LogVerdict.of(
              lines,
              service.operation().map(Operation::log).orElse(List.of()),
              backend,
              Tags.version(image));
      return verdict
          .rule()
          .map(rule -> new LogLine(verdict.meaning(), rule.says(), verdict.line()))
          .orElseGet(LogLine::none);
    };
  }

  /** The backend that a service says it found; empty where it says none. */
  public static Optional<Backend> backend(List<String> lines) {
    return LogText.of(lines).reversed().stream()
        .map(LIBRARY::matcher)
        .filter(Matcher::find)
        .findFirst()
        .flatMap(found -> Backend.of(found.group(1).toLowerCase(Locale.ROOT)));
  }
}
