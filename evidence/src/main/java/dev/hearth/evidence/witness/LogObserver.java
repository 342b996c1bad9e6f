package dev.hearth.evidence.witness;

import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Weight;
import dev.hearth.evidence.verdict.Witness;
import dev.hearth.machine.Reading;

/**
 * What the log says. A line that lists the accelerator only supports: a provider was listed where
 * all work ran on the CPU. A line that tells of a fall-back decides.
 */
public final class LogObserver implements Observer {
  private static final int MOST_SHOWN = 100;

  @Override
  public Testimony testify(Observation observation) {
    return switch (observation.log()) {
      case Reading.Unknown<LogLine>(String reason) -> Testimony.silent(Witness.LOG, reason);
      case Reading.Known<LogLine>(LogLine line) -> testify(line);
    };
  }

  private static Testimony testify(LogLine line) {
    if (line.meaning().isEmpty()) {
      return Testimony.silent(Witness.LOG, "the log says nothing of where it computes");
    }
    String evidence = line.says() + " (log: \"" + shown(line.line()) + "\")";
    return switch (line.meaning().get()) {
      case ACCELERATED -> Testimony.speaking(Witness.LOG, Weight.SUPPORT, evidence);
      case ON_CPU -> Testimony.against(Witness.LOG, Weight.DECISIVE, evidence);
      case FAILED -> Testimony.against(Witness.LOG, Weight.VETO, evidence);
    };
  }

  private static String shown(String line) {
    String bare = line.strip();
    return bare.length() > MOST_SHOWN ? bare.substring(0, MOST_SHOWN) + "…" : bare;
  }
}
