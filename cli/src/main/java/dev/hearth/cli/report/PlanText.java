package dev.hearth.cli.report;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Choice;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Port;
import dev.hearth.planning.plan.Variable;
import dev.hearth.planning.service.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan for people: what is chosen, why, and how to have it otherwise. */
public final class PlanText {
  private static final int INDENT = 15;

  private final Survey survey;
  private final Plan plan;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private PlanText(Survey survey, Plan plan, Paint paint) {
    this.survey = survey;
    this.plan = plan;
    this.paint = paint;
  }

  /** The screen's lines. */
  public static List<String> of(Survey survey, Plan plan, Paint paint) {
    PlanText text = new PlanText(survey, plan, paint);
    text.whole();
    text.advice();
    return List.copyOf(text.lines);
  }

  /** The same without the advice for afterwards, where it is given then. */
  public static List<String> before(Survey survey, Plan plan, Paint paint) {
    PlanText text = new PlanText(survey, plan, paint);
    text.whole();
    return List.copyOf(text.lines);
  }

  private void whole() {
    head();
    choices();
    environment();
    rest();
  }

  private void head() {
    String where =
        plan.backend() == Backend.CPU
            ? "the CPU"
            : plan.backend().label()
                + " on "
                + plan.accelerators().stream().map(this::name).collect(Collectors.joining(", "));
    List<String> wrapped =
        Wrapped.lines(plan.service().id() + " on " + where + ", run by " + runner(), 0);
    wrapped.forEach(line -> lines.add(paint.bold(line)));
  }

  private String runner() {
    return plan.supervisor() == Supervisor.EMBEDDED ? "Hearth itself" : plan.supervisor().key();
  }

  private String name(String id) {
    return survey
        .accelerator(id)
        .map(Accelerator::name)
        .flatMap(reading -> reading.asOptional())
        .orElse(id);
  }

  private void section(String title) {
    lines.add("");
    lines.add(paint.bold("== " + title + " =="));
  }

  private void labelled(String label, String text) {
    if (label.length() >= INDENT) {
      lines.add(label);
      lines.addAll(Wrapped.lines(text, INDENT));
    } else {
      lines.addAll(Wrapped.labelled(label, text, INDENT));
    }
  }

  /** Choices that are variables stand with the environment. */
  private void choices() {
    section("Chosen");
    Set<String> variables =
        plan.environment().stream().map(Variable::name).collect(Collectors.toSet());
    plan.choices().stream().filter(each -> !variables.contains(each.what())).forEach(this::choice);
  }

  private void choice(Choice choice) {
    labelled(choice.what(), choice.value());
    reason(choice);
  }

  private void reason(Choice choice) {
    lines.addAll(Wrapped.lines(choice.reason(), INDENT));
    if (!choice.otherwise().isEmpty()) {
      lines.addAll(Wrapped.lines("otherwise: " + choice.otherwise(), INDENT));
    }
  }

  private void environment() {
    if (plan.environment().isEmpty()) {
      return;
    }
    section("Environment");
    for (Variable variable : plan.environment()) {
      lines.add(variable.name() + "=" + variable.value());
      List<Choice> said =
          plan.choices().stream().filter(each -> each.what().equals(variable.name())).toList();
      if (said.isEmpty() && !variable.reason().isEmpty()) {
        lines.addAll(Wrapped.lines(variable.reason(), INDENT));
      }
      said.forEach(this::reason);
    }
  }

  private void rest() {
    section("Besides");
    labelled("name", plan.name());
    labelled("without root", plan.rootless() ? "yes" : "no");
    plan.imageBytes().ifPresent(bytes -> labelled("image size", "up to " + Sizes.of(bytes)));
    if (plan.access().groups() instanceof Groups.Unneeded && !plan.accelerators().isEmpty()) {
      labelled("groups", "none needed");
    }
    labelled("ports", ports());
    plan.mounts().forEach(mount -> labelled("mount", said(mount)));
    labelled("healthy when", health());
    labelled(
        "patience",
        said(plan.health().first())
            + " for the first start, "
            + said(plan.health().later())
            + " for others");
  }

  private String ports() {
    if (plan.hostNetwork()) {
      return "the host's own";
    }
    return plan.ports().stream().map(PlanText::said).collect(Collectors.joining(", "));
  }

  private static String said(Port port) {
    String host = port.host().isEmpty() ? "" : port.host() + ":";
    return host
        + port.outside()
        + (port.outside() == port.inside() ? "" : " to " + port.inside() + " inside");
  }

  private static String said(Mount mount) {
    return mount.source() + " at " + mount.target() + (mount.readOnly() ? ", read-only" : "");
  }

  private String health() {
    return switch (plan.health().check()) {
      case Health.Http(int port, String path) -> "port " + port + " answers " + path;
      case Health.Run(List<String> argv) -> String.join(" ", argv) + " ends well";
    };
  }

  private static String said(Duration time) {
    return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }

  private void advice() {
    if (plan.advice().isEmpty()) {
      return;
    }
    section("Afterwards");
    plan.advice().forEach(each -> lines.addAll(Wrapped.labelled("-", each, 2)));
  }
}
