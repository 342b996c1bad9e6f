package dev.hearth.deployment.compose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the aliases of a file stand for. */
public final class Anchors {
  private static final int DEEPEST = 8;
  private static final String MERGE = "<<";

  private final Map<String, Yaml> byName = new HashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();

  public Anchors(Yaml root) {
    collect(root);
  }

  private void collect(Yaml part) {
    part.mark()
        .filter(mark -> mark.startsWith("&"))
        .ifPresent(mark -> byName.put(mark.substring(1), part));
    if (part instanceof Yaml.Alias alias) {
      uses.merge(alias.name(), 1, Integer::sum);
    }
    part.items().forEach(this::collect);
    part.members()
        .forEach(member -> {
          collect(member.key());
          collect(member.value());
        });
  }

  /** Whether a part is repeated elsewhere: a change of it would change other places too. */
  public boolean repeated(Yaml part) {
    return part.mark().filter(mark -> uses.containsKey(mark.substring(1))).isPresent();
  }

  /** The part itself, or what it stands for. */
  public Yaml follow(Yaml part) {
    Yaml here = part;
    for (int i = 0; i < DEEPEST && here instanceof Yaml.Alias alias; i++) {
      here = byName.getOrDefault(alias.name(), here);
    }
    return here;
  }

  /** The members of a mapping, with those merged into it; its own win. */
  public List<Yaml.Member> members(Yaml part) {
    Map<String, Yaml.Member> found = new LinkedHashMap<>();
    gather(part, found, 0);
    return List.copyOf(found.values());
  }

  /** The value of a name, be it merged in. */
  public Optional<Yaml> at(Yaml part, String name) {
    return members(part).stream()
        .filter(member -> member.name().equals(name))
        .map(member -> follow(member.value()))
        .findFirst();
  }

  /** What is merged into a mapping. */
  public List<Yaml> merged(Yaml part) {
    List<Yaml> merged = new ArrayList<>();
    for (Yaml.Member member : follow(part).members()) {
      if (member.name().equals(MERGE)) {
        Yaml value = follow(member.value());
        merged.addAll(value.items().isEmpty() ? List.of(value) : value.items());
      }
    }
    return List.copyOf(merged);
  }

  private void gather(Yaml part, Map<String, Yaml.Member> found, int depth) {
    Yaml here = follow(part);
    for (Yaml.Member member : here.members()) {
      if (!member.name().equals(MERGE)) {
        found.putIfAbsent(member.name(), member);
      }
    }
    if (depth < DEEPEST) {
      merged(here).forEach(each -> gather(each, found, depth + 1));
    }
  }
}
