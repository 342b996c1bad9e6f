package dev.hearth.deployment.edit;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** Shows a change, as patch reads it. */
public final class Difference {
  private static final int CONTEXT = 3;
  private static final String NOTHING = "/dev/null";

  private Difference() {}

  /** The lines of a unified diff with three lines of context; none where nothing changes. */
  public static List<String> unified(Change.Text change) {
    List<String> before = change.before().map(Difference::lines).orElse(List.of());
    List<String> after = lines(change.after());
    return UnifiedDiffUtils.generateUnifiedDiff(
        change.before().isPresent() ? change.path().toString() : NOTHING,
        change.path().toString(),
        before,
        DiffUtils.diff(before, after),
        CONTEXT);
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }
}
