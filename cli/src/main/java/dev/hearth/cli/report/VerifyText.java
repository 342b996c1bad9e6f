package dev.hearth.cli.report;

import dev.hearth.evidence.verdict.Stance;
import dev.hearth.evidence.verdict.Testimony;
import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.machine.Reading;
import dev.hearth.machine.inside.Inside;
import dev.hearth.planning.Backend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Verdicts and what all witnesses said, for people. */
public final class VerifyText {
  private static final int STANCE = 9;
  private static final int EVIDENCE = 45;
  private static final int NODE = 24;

  /** Those that speak before those that could not see; what counts most first. */
  private static final Comparator<Testimony> ORDER =
      Comparator.comparing((Testimony each) -> each.stance() == Stance.SILENT)
          .thenComparing(Testimony::weight, Comparator.reverseOrder());

  private final Paint paint;

  public VerifyText(Paint paint) {
    this.paint = paint;
  }

  /** The lines of one service. */
  public List<String> of(Verified verified) {
    List<String> lines = new ArrayList<>();
    lines.add(paint.bold(verified.service()) + "  " + verified.where());
    lines.addAll(verdict(verified.verdict(), verified.backend()));
    verified
        .wouldProve()
        .ifPresent(what -> lines.addAll(Wrapped.labelled("  would prove it:", what, 18)));
    lines.add("");
    verified.verdict().testimonies().stream()
        .sorted(ORDER)
        .forEach(each -> lines.addAll(row(each)));
    verified.inside().ifPresent(inside -> lines.addAll(inside(inside)));
    return List.copyOf(lines);
  }

  /** The verdict and its reason. */
  public List<String> verdict(Verdict verdict, Backend backend) {
    String word = verdict.outcome().name();
    String on =
        verdict.outcome() == Verdict.Outcome.ACCELERATED
            ? " by " + backend.label() + ": "
            : backend == Backend.CPU ? ": " : " instead of " + backend.label() + ": ";
    String meant = verdict.outcome() == Verdict.Outcome.UNPROVEN ? ": " : on;
    List<String> lines = new ArrayList<>(Wrapped.lines(word + meant + verdict.because() + ".", 2));
    lines.set(0, lines.getFirst().replace(word, painted(verdict.outcome(), word)));
    return lines;
  }

  private String painted(Verdict.Outcome outcome, String word) {
    return switch (outcome) {
      case ACCELERATED -> paint.good(word);
      case UNPROVEN -> paint.doubtful(word);
      case ON_CPU -> paint.bad(word);
    };
  }

  private List<String> row(Testimony testimony) {
    String stance = testimony.stance().name().toLowerCase(Locale.ROOT);
    String label =
        "  " + stance + " ".repeat(STANCE - stance.length()) + testimony.witness().title();
    List<String> lines = new ArrayList<>(Wrapped.labelled(label, testimony.evidence(), EVIDENCE));
    switch (testimony.stance()) {
      case FOR -> lines.set(0, lines.getFirst().replaceFirst("for", paint.good("for")));
      case AGAINST -> lines.set(0, lines.getFirst().replaceFirst("against", paint.bad("against")));
      case SILENT -> lines.replaceAll(paint::dim);
    }
    return lines;
  }

  private List<String> inside(Reading<Inside> reading) {
    List<String> lines = new ArrayList<>(List.of(""));
    switch (reading) {
      case Reading.Unknown<Inside>(String reason) ->
          lines.addAll(Wrapped.labelled("  inside", "not seen: " + reason, STANCE + 2));
      case Reading.Known<Inside>(Inside inside) -> {
        lines.add("  inside, through process " + inside.pid());
        if (inside.nodes().isEmpty()) {
          lines.add("    no device node of an accelerator");
        }
        inside.nodes().forEach(node -> lines.addAll(node(node)));
        inside.agents().forEach(agent -> lines.addAll(agent(agent)));
      }
    }
    return lines;
  }

  private static List<String> node(Inside.Node node) {
    String there =
        switch (node.there()) {
          case Reading.Known<Inside.Ids>(Inside.Ids ids) ->
              ids.equals(node.here()) ? ids.toString() : ids + " inside, " + node.here() + " here";
          case Reading.Unknown<Inside.Ids>(String reason) ->
              node.here() + " here; inside not known: " + reason;
        };
    String opens =
        switch (node.mayOpen()) {
          case Reading.Known<Boolean>(Boolean may) -> may ? "may open it" : "may not open it";
          case Reading.Unknown<Boolean>(String reason) -> reason;
        };
    return Wrapped.labelled("    " + node.path(), node.mode() + " " + there + ", " + opens, NODE);
  }

  private static List<String> agent(Inside.Agent agent) {
    String gfx = agent.gfx().orElse("target not known");
    Optional<String> taken = agent.takenFor().filter(each -> !each.equals(gfx));
    return Wrapped.labelled(
        "    KFD agent " + agent.node(),
        gfx
            + taken.map(each -> ", taken for " + each).orElse("")
            + agent.name().map(each -> ", " + each).orElse("")
            + agent.hidden().map(why -> "; hidden: " + why).orElse(""),
        NODE);
  }
}
