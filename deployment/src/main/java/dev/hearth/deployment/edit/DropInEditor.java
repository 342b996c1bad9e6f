package dev.hearth.deployment.edit;

import dev.hearth.deployment.site.Installation;
import dev.hearth.deployment.unit.UnitText;
import dev.hearth.deployment.unit.Words;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Variable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes a drop-in of our own beside a unit: only the variables that matter. The unit and the
 * drop-ins of others stay as they are; what in them disturbs is told.
 */
final class DropInEditor {
  /** Sorts behind override.conf, which is what {@code systemctl edit} writes. */
  static final String NAME = "zz-hearth.conf";

  private static final String SERVICE = "Service";
  private static final String ENVIRONMENT = "Environment";

  private final Installation.Unit installation;
  private final Plan plan;
  private final Map<Path, String> texts;
  private final Path path;

  private DropInEditor(Installation.Unit installation, Plan plan, Map<Path, String> texts) {
    this.installation = installation;
    this.plan = plan;
    this.texts = texts;
    this.path = installation.dropIns().resolve(NAME);
  }

  static Edited edit(Installation.Unit installation, Plan plan, Map<Path, String> texts) {
    return new DropInEditor(installation, plan, texts).edit();
  }

  private Edited edit() {
    Optional<String> before = Optional.ofNullable(texts.get(path));
    List<String> settings = settings();
    List<String> advice = new ArrayList<>();
    others()
        .forEach(file ->
            advice.addAll(
                Disturbances.in(file, UnitText.parse(texts.getOrDefault(file, "")), plan)));
    if (settings.isEmpty()) {
      return new Edited(before.stream().<Change>map(this::removal).toList(), advice);
    }
    String after = text(settings);
    return before.filter(after::equals).isPresent()
        ? new Edited(List.of(), advice)
        : new Edited(List.of(new Change.Text(path, before, after)), advice);
  }

  private Change removal(String text) {
    return new Change.Removal(path, Optional.of(text));
  }

  /** The unit's file and drop-ins that are not ours, in the order in which they count. */
  private List<Path> others() {
    List<Path> files =
        new ArrayList<>(installation.fragment().filter(texts::containsKey).stream().toList());
    texts.keySet().stream()
        .filter(each -> !each.equals(path) && !files.contains(each))
        .filter(each -> each.toString().endsWith(".conf"))
        .sorted((one, other) ->
            String.valueOf(one.getFileName()).compareTo(String.valueOf(other.getFileName())))
        .forEach(files::add);
    return files;
  }

  private List<String> settings() {
    Map<String, String> there = environment();
    List<String> lines = new ArrayList<>();
    for (Variable variable : plan.environment()) {
      if (!Objects.equals(there.get(variable.name()), variable.value())) {
        String assignment = variable.name() + "=" + variable.value();
        String word = Words.quoted(assignment.replace("%", "%%"));
        lines.add(ENVIRONMENT + "=" + (word.startsWith("\"") ? word : '"' + word + '"'));
      }
    }
    if (plan.access().groups() instanceof Groups.Numbers(List<Integer> gids) && !gids.isEmpty()) {
      lines.add(
          "SupplementaryGroups="
              + gids.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }
    return lines;
  }

  /** What the files of others set; where they are not at hand, what was found. */
  private Map<String, String> environment() {
    List<Path> others = others();
    if (others.isEmpty()) {
      return texts.containsKey(path) ? Map.of() : installation.present().environment();
    }
    Map<String, String> all = new LinkedHashMap<>();
    for (Path each : others) {
      UnitText file = UnitText.parse(texts.getOrDefault(each, ""));
      if (file.resets(SERVICE, ENVIRONMENT)) {
        all.clear();
      }
      file.effective(SERVICE, ENVIRONMENT).stream()
          .flatMap(setting -> Words.split(setting.value()).stream())
          .map(word -> word.text().replace("%%", "%"))
          .filter(word -> word.indexOf('=') > 0)
          .forEach(word ->
              all.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1)));
    }
    return all;
  }

  private static String text(List<String> settings) {
    String heading =
        """
        # Written by Hearth. It comes and goes with what `hearth up` and `hearth down` do; put
        # settings of your own into another file.
        """;
    return heading + "[Service]\n" + String.join("\n", settings) + "\n";
  }
}
