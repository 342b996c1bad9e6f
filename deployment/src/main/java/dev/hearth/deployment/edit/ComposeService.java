package dev.hearth.deployment.edit;

import dev.hearth.deployment.compose.Anchors;
import dev.hearth.deployment.compose.ComposeText;
import dev.hearth.deployment.compose.Interpolation;
import dev.hearth.deployment.compose.Yaml;
import dev.hearth.planning.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One service of one compose file, under edit: every change is a splice of the text, which is then
 * read anew.
 */
final class ComposeService {
  private static final String SERVICES = "services";

  /** New settings go behind the last that is there of those before them. */
  private static final List<String> ORDER =
      List.of(
          "image",
          "runtime",
          "devices",
          "group_add",
          "security_opt",
          "deploy",
          "environment",
          "volumes");

  private final Path path;
  private final String name;
  private final Plan plan;
  private ComposeText file;
  private Anchors anchors;

  ComposeService(ComposeText file, String name, Plan plan) {
    this.path = file.path();
    this.name = name;
    this.plan = plan;
    this.file = file;
    this.anchors = new Anchors(file.root());
  }

  ComposeText file() {
    return file;
  }

  void become(String text) {
    if (!text.equals(file.text())) {
      file = ComposeText.parse(path, text);
      anchors = new Anchors(file.root());
    }
  }

  RuntimeException refusal(String why) {
    return ByHand.refusal(path, why, plan);
  }

  /** The service's mapping, as far as it is one that can be edited. */
  Yaml.Members members() {
    Yaml part = file.service(name).orElseThrow(() -> refusal("it has no service " + name));
    if (!(part instanceof Yaml.Members members) || members.flow()) {
      throw refusal("its service " + name + " is not written line by line");
    }
    if (anchors.repeated(part)) {
      throw refusal("other services repeat " + name + " by an anchor");
    }
    return members;
  }

  /** A setting as it is read, be it merged in. */
  Optional<Yaml> read(String key) {
    return anchors.at(members(), key);
  }

  /** A setting that can be changed here; empty where there is none. */
  Optional<Yaml.Member> own(String key) {
    Optional<Yaml.Member> own = members().find(key);
    if (own.isEmpty() && read(key).isPresent()) {
      throw refusal(key + " of " + name + " comes out of an anchor");
    }
    own.map(Yaml.Member::value)
        .filter(value -> value instanceof Yaml.Alias || value.mark().isPresent())
        .filter(value ->
            anchors.repeated(value) || value.mark().filter(m -> !m.startsWith("&")).isPresent())
        .ifPresent(_ -> {
          throw refusal(key + " of " + name + " is shared by an anchor, or has a tag");
        });
    return own;
  }

  void set(Yaml.Scalar place, String value) {
    if (place.mark().isPresent()) {
      throw refusal("a value that would change has an anchor or a tag");
    }
    become(YamlSplice.replace(file, place, value));
  }

  void remove(Yaml.Member member) {
    become(YamlSplice.remove(file, members(), member));
  }

  /** Adds a setting, with lines as if the service began at column 0. */
  void add(String key, List<String> lines) {
    Yaml.Members members = members();
    Optional<Yaml.Member> behind =
        ORDER.subList(0, Math.max(0, ORDER.indexOf(key))).reversed().stream()
            .map(members::find)
            .flatMap(Optional::stream)
            .findFirst();
    become(YamlSplice.add(file, members, behind, lines));
  }

  /** How far this file indents what is below a key. */
  String step() {
    int service = file.column(members().members().getFirst().key().start());
    int key =
        file.root()
            .at(SERVICES)
            .map(Yaml::members)
            .flatMap(all -> all.stream().filter(each -> each.name().equals(name)).findFirst())
            .map(each -> file.column(each.key().start()))
            .orElse(0);
    return " ".repeat(Math.max(2, service - key));
  }

  /** How far this file indents the items of a list: some write the dash below the key. */
  String dash() {
    return listColumn(file.root()).orElse(step().length()) == 0 ? "" : step();
  }

  private Optional<Integer> listColumn(Yaml part) {
    for (Yaml.Member member : part.members()) {
      if (member.value() instanceof Yaml.Items list && !list.flow()) {
        int line = file.lineStart(list.items().getFirst().start());
        int dash = file.text().indexOf('-', line) - line;
        return Optional.of(dash - file.column(member.key().start()));
      }
      Optional<Integer> below = listColumn(member.value());
      if (below.isPresent()) {
        return below;
      }
    }
    return Optional.empty();
  }

  /** The texts in a list, be it merged in. */
  List<String> texts(String key) {
    return read(key).map(Yaml::items).orElse(List.of()).stream()
        .map(anchors::follow)
        .flatMap(item -> item.text().or(() -> item.at("source").flatMap(Yaml::text)).stream())
        .toList();
  }

  /** Takes items out of a list, and the list where none is left. */
  void dropItems(String key, Predicate<String> drops) {
    if (texts(key).stream().noneMatch(drops)) {
      return;
    }
    Yaml.Member member = own(key).orElseThrow(() -> refusal(key + " is not here"));
    List<Yaml> items = member.value().items();
    if (items.stream().allMatch(item -> drops(item, drops))) {
      remove(member);
      return;
    }
    for (int i = items.size() - 1; i >= 0; i--) {
      Yaml list = own(key).map(Yaml.Member::value).orElse(member.value());
      if (list instanceof Yaml.Items here && drops(here.items().get(i), drops)) {
        become(YamlSplice.remove(file, here, i));
      }
    }
  }

  private static boolean drops(Yaml item, Predicate<String> drops) {
    return item.text()
        .or(() -> item.at("source").flatMap(Yaml::text))
        .filter(text -> !Interpolation.variable(text))
        .filter(drops)
        .isPresent();
  }

  /** Adds texts to a list, or the list. */
  void addItems(String key, List<String> values, Yaml.Style style) {
    List<String> missing = new ArrayList<>(values);
    missing.removeAll(texts(key));
    if (missing.isEmpty()) {
      return;
    }
    Optional<Yaml.Member> member = own(key);
    if (member.isEmpty() || member.get().value() instanceof Yaml.Scalar) {
      List<String> lines = new ArrayList<>();
      missing.forEach(each -> lines.add(dash() + "- " + YamlSplice.written(each, style)));
      addBelow(key, member, lines);
      return;
    }
    for (String each : missing) {
      if (own(key).map(Yaml.Member::value).orElseThrow() instanceof Yaml.Items list) {
        become(YamlSplice.add(file, list, YamlSplice.written(each, likeLast(list, style))));
      } else {
        throw refusal(key + " of " + name + " is no list");
      }
    }
  }

  /** Adds a setting with lines below it, or the lines below a key without a value. */
  void addBelow(String key, Optional<Yaml.Member> member, List<String> lines) {
    if (member.isEmpty()) {
      List<String> all = new ArrayList<>(List.of(key + ":"));
      all.addAll(lines);
      add(key, all);
    } else if (member.get().value() instanceof Yaml.Scalar scalar && scalar.empty()) {
      become(YamlSplice.below(file, member.get(), lines));
    } else {
      throw refusal(key + " of " + name + " holds something else than a list");
    }
  }

  private static Yaml.Style likeLast(Yaml.Items list, Yaml.Style otherwise) {
    return !list.items().isEmpty()
            && list.items().getLast() instanceof Yaml.Scalar last
            && (last.style() == Yaml.Style.SINGLE || last.style() == Yaml.Style.DOUBLE)
        ? last.style()
        : otherwise;
  }
}
