package dev.hearth.cli.report;

import dev.hearth.deployment.edit.Change;
import dev.hearth.deployment.edit.Difference;
import dev.hearth.deployment.manager.Manager;
import dev.hearth.deployment.manager.Probe;
import dev.hearth.deployment.transaction.Aim;
import dev.hearth.deployment.transaction.Undertaking;
import java.util.ArrayList;
import java.util.List;

/** What a deployment would change and do, for people: the differences of files, and the steps. */
public final class DeploymentText {
  private static final int INDENT = 5;

  private final Paint paint;

  public DeploymentText(Paint paint) {
    this.paint = paint;
  }

  /** The screen's lines where no device is looked for. */
  public List<String> of(Undertaking undertaking, Manager manager) {
    return of(undertaking, manager, List.of());
  }

  /**
   * The screen's lines.
   *
   * @param nodes that must be inside afterwards
   */
  public List<String> of(Undertaking undertaking, Manager manager, List<String> nodes) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(paint.bold("Files"));
    if (undertaking.changes().isEmpty()) {
      lines.add("  none has to change");
    }
    undertaking.changes().forEach(change -> lines.addAll(change(change)));
    lines.add("");
    lines.add(paint.bold("Steps"));
    List<String> steps = steps(undertaking, manager, nodes);
    for (int index = 0; index < steps.size(); index++) {
      lines.addAll(Wrapped.labelled("  " + (index + 1), steps.get(index), INDENT));
    }
    lines.addAll(
        Wrapped.lines(
            "Where one of them fails, everything goes back to how it is now, and the service is"
                + " started as it is now.",
            2));
    lines.add("");
    return lines;
  }

  private List<String> change(Change change) {
    return switch (change) {
      case Change.Text text -> Difference.unified(text).stream().map(this::painted).toList();
      case Change.Folder folder ->
          List.of("  " + folder.path() + " is replaced by " + folder.staged());
      case Change.Removal removal -> List.of("  " + removal.path() + " is removed");
    };
  }

  private String painted(String line) {
    String indented = "  " + line;
    if (line.startsWith("+") && !line.startsWith("+++")) {
      return paint.good(indented);
    }
    return line.startsWith("-") && !line.startsWith("---") ? paint.bad(indented) : indented;
  }

  private static List<String> steps(Undertaking undertaking, Manager manager, List<String> nodes) {
    List<String> steps = new ArrayList<>();
    undertaking
        .image()
        .ifPresent(image ->
            steps.add(
                manager.hasImage(image)
                    ? "the image " + image + " is here already"
                    : "fetch the image "
                        + image
                        + undertaking
                            .imageBytes()
                            .map(bytes -> " (" + Sizes.of(bytes) + " unpacked)")
                            .orElse("")
                        + ", while the service keeps running"));
    if (!undertaking.changes().isEmpty()) {
      steps.add("keep a copy of each file, then write it");
    }
    if (undertaking.aim() == Aim.STOPPED) {
      steps.add(0, "stop " + undertaking.name());
      return steps;
    }
    steps.add(manager.words().restart());
    steps.add(
        "wait until "
            + asked(undertaking.health())
            + ", at most "
            + undertaking.limits().start().toSeconds()
            + " s");
    if (!nodes.isEmpty()) {
      steps.add(
          "see whether "
              + String.join(", ", nodes)
              + (nodes.size() == 1 ? " is" : " are")
              + " inside, and whether its log says that it fell back");
    }
    return steps;
  }

  private static String asked(Probe probe) {
    return switch (probe) {
      case Probe.Http(String host, int port, String path) ->
          "http://" + host + ":" + port + path + " answers";
      case Probe.Inside(List<String> argv) -> "\"" + String.join(" ", argv) + "\" succeeds inside";
    };
  }
}
