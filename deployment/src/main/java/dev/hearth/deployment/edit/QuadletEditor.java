package dev.hearth.deployment.edit;

import dev.hearth.deployment.compose.Spellings;
import dev.hearth.deployment.site.Installation;
import dev.hearth.deployment.unit.UnitText;
import dev.hearth.deployment.unit.Words;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Variable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Edits a Quadlet, and drop-ins of it where those say what has to change. */
final class QuadletEditor {
  private static final String DEVICE = "AddDevice";
  private static final String GROUP = "GroupAdd";
  private static final String LABEL = "SecurityLabelDisable";
  private static final String UNMASK = "Unmask";
  private static final String ARGUMENTS = "PodmanArgs";
  private static final String ENVIRONMENT = "Environment";
  private static final String VOLUME = "Volume";
  private static final String OPTION = "--security-opt=";

  private final Plan plan;
  private final Path path;
  private final Map<Path, String> texts;
  private final QuadletText file;
  private final Wanted wanted;
  private final List<String> advice = new ArrayList<>();

  private QuadletEditor(Installation.Quadlet installation, Plan plan, Map<Path, String> texts) {
    this.plan = plan;
    this.path = installation.file();
    this.texts = texts;
    this.file = new QuadletText(path, texts);
    boolean accelerated = file.words(DEVICE).stream().anyMatch(Accelerators::device);
    this.wanted = new Wanted(plan, installation.present(), accelerated);
  }

  static Edited edit(Installation.Quadlet installation, Plan plan, Map<Path, String> texts) {
    if (!texts.containsKey(installation.file())) {
      throw new ProblemException(
          Problem.Kind.NOT_FOUND,
          installation.file() + " cannot be read",
          "Look at it: ls -l " + installation.file());
    }
    return new QuadletEditor(installation, plan, texts).edit();
  }

  private Edited edit() {
    image();
    devices();
    groups();
    security();
    variables();
    mounts();
    return new Edited(changes(), advice);
  }

  private void image() {
    Optional<String> written = file.value("Image");
    if (plan.image().isEmpty() || written.equals(plan.image())) {
      return;
    }
    if (written.isEmpty() || written.get().matches(".*\\.(?:image|build)")) {
      throw ByHand.refusal(
          path,
          written
              .map(it -> "its image comes out of " + it + ", which others may use too")
              .orElse("it has no Image="),
          plan);
    }
    file.set(
        "Image",
        new ImageText(path, written.get(), wanted.present().image(), plan.service())
            .naming(plan.image().get()));
  }

  private void devices() {
    List<String> devices = new ArrayList<>(plan.access().nodes());
    devices.addAll(plan.access().cdi());
    file.drop(
        DEVICE, word -> Accelerators.device(word) && !devices.contains(Accelerators.outside(word)));
    devices.removeAll(file.words(DEVICE).stream().map(Accelerators::outside).toList());
    devices.forEach(each -> file.add(DEVICE, each));
  }

  private void groups() {
    if (plan.access().groups() instanceof Groups.Kept
        && file.words(GROUP).stream().anyMatch(each -> !Accelerators.group(each))) {
      advice.add(
          "Podman takes keep-groups alone: other GroupAdd= of "
              + path
              + " are gone, and hold where you are in those groups");
    }
    file.drop(GROUP, wanted::dropsGroup);
    wanted.groups().stream()
        .filter(each -> !file.words(GROUP).contains(each))
        .forEach(each -> file.add(GROUP, each));
  }

  private void security() {
    List<String> options = plan.access().security();
    if (options.contains("label=disable")) {
      if (file.value(LABEL).filter(QuadletEditor::yes).isEmpty()) {
        file.set(LABEL, "true");
      }
    } else if (wanted.dropsSecurity("label=disable") && !mountsFolders()) {
      file.remove(LABEL);
    }
    if (options.contains("systempaths=unconfined")) {
      if (!file.words(UNMASK).contains("ALL")) {
        file.add(UNMASK, "ALL");
      }
    } else if (wanted.dropsSecurity("systempaths=unconfined")) {
      file.drop(UNMASK, "ALL"::equals);
    }
    file.drop(
        ARGUMENTS,
        word -> word.startsWith(OPTION) && wanted.dropsSecurity(word.substring(OPTION.length())));
    options.stream()
        .filter(each -> !Set.of("label=disable", "systempaths=unconfined").contains(each))
        .filter(each -> !file.words(ARGUMENTS).contains(OPTION + each))
        .forEach(each -> file.add(ARGUMENTS, OPTION + each));
  }

  private static boolean yes(String value) {
    return Set.of("true", "yes", "on", "1").contains(value);
  }

  /** A label is also switched off for mounted folders: then it stays off. */
  private boolean mountsFolders() {
    return wanted.present().mounts().stream()
        .anyMatch(mount -> mount.source().startsWith("/") && !Accelerators.mount(mount.target()));
  }

  private void variables() {
    file.drop(ENVIRONMENT, word -> wanted.dropsVariable(name(word)));
    for (Variable variable : plan.environment()) {
      String assignment = variable.name() + "=" + variable.value();
      List<String> there =
          file.words(ENVIRONMENT).stream()
              .filter(word -> name(word).equals(variable.name()))
              .toList();
      boolean same =
          there.isEmpty()
              ? wanted.has(variable)
              : there.getLast().replace("%%", "%").equals(assignment);
      String word = Words.quoted(assignment.replace("%", "%%"));
      if (!same && !file.replace(ENVIRONMENT, each -> name(each).equals(variable.name()), word)) {
        file.add(ENVIRONMENT, word);
      }
    }
  }

  private static String name(String assignment) {
    int equals = assignment.indexOf('=');
    return equals < 0 ? assignment : assignment.substring(0, equals);
  }

  private void mounts() {
    file.drop(
        VOLUME,
        word ->
            Spellings.mount(word, source -> source)
                .map(Mount::target)
                .filter(wanted::dropsMount)
                .isPresent());
    wanted.mounts().forEach(mount -> file.add(VOLUME, ComposeVolumes.written(mount)));
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    Map<Path, UnitText> files = file.files();
    for (Path each : file.paths()) {
      String before = texts.getOrDefault(each, "");
      String after = Optional.ofNullable(files.get(each)).map(UnitText::text).orElse(before);
      if (!before.equals(after)) {
        changes.add(new Change.Text(each, Optional.of(before), after));
      }
    }
    return changes;
  }
}
