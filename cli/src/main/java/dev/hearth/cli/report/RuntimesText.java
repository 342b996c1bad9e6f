package dev.hearth.cli.report;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtimes.InstalledRuntime;
import dev.hearth.inference.runtimes.RuntimeState;
import dev.hearth.machine.Problem;
import java.util.ArrayList;
import java.util.List;

/** The runtimes for people: one paragraph each, what it is or why not first. */
public final class RuntimesText {
  private static final int INDENT = 10;

  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private RuntimesText(Paint paint) {
    this.paint = paint;
  }

  /**
   * The lines.
   *
   * @param folder that the runtimes lie in
   */
  public static List<String> of(List<RuntimeState> states, String folder, Paint paint) {
    RuntimesText text = new RuntimesText(paint);
    states.forEach(text::add);
    text.lines.add("");
    text.lines.addAll(Wrapped.labelled("Folder", folder, INDENT));
    return List.copyOf(text.lines);
  }

  private void add(RuntimeState state) {
    switch (state) {
      case RuntimeState.BuiltIn(Provider provider, String version) ->
          say(provider, paint.good("built in"), "ONNX Runtime " + version);
      case RuntimeState.Installed(InstalledRuntime runtime) ->
          say(
              runtime.provider(),
              paint.good("installed and verified"),
              "ONNX Runtime "
                  + runtime.version()
                  + ", "
                  + Sizes.decimal(runtime.bytes())
                  + " from "
                  + runtime.origin());
      case RuntimeState.Damaged(Provider provider, long bytes, Problem problem) -> {
        say(provider, paint.bad("installed, not usable"), Sizes.decimal(bytes));
        why(problem);
      }
      case RuntimeState.Installable(Provider provider, String origin, long fetched, long kept) -> {
        say(
            provider,
            "can be installed",
            Sizes.decimal(fetched) + " to fetch, " + Sizes.decimal(kept) + " kept, from " + origin);
        remedy("hearth runtimes install " + provider.key());
      }
      case RuntimeState.Absent(Provider provider, Problem problem) -> {
        say(provider, paint.doubtful("not installed"), "");
        why(problem);
      }
    }
  }

  /** The state is coloured, so it is not counted when lines are broken. */
  private void say(Provider provider, String state, String facts) {
    lines.add(provider.key() + " ".repeat(INDENT - provider.key().length()) + state);
    if (!facts.isEmpty()) {
      lines.addAll(Wrapped.lines(facts, INDENT));
    }
  }

  private void why(Problem problem) {
    lines.addAll(Wrapped.lines(problem.what(), INDENT));
    if (!problem.evidence().isEmpty()) {
      lines.addAll(
          Wrapped.labelled(" ".repeat(INDENT) + "because:", problem.evidence(), INDENT + 9));
    }
    remedy(problem.remedy());
  }

  private void remedy(String remedy) {
    if (!remedy.isEmpty()) {
      lines.addAll(RemedyText.of(remedy, INDENT));
    }
  }
}
