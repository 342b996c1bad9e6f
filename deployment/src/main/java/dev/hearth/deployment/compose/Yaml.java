package dev.hearth.deployment.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of a YAML text, with its place: offsets into the text, from start to behind its end. */
public sealed interface Yaml {
  int start();

  int end();

  /** The name by which other places repeat it, or a tag: what cannot be replaced by itself. */
  Optional<String> mark();

  /** A text, number or nothing. */
  record Scalar(int start, int end, Optional<String> mark, String value, Style style)
      implements Yaml {
    /** Whether nothing is written there. */
    public boolean empty() {
      return start == end && value.isEmpty();
    }
  }

  /** A list; flow for one in brackets. */
  record Items(int start, int end, Optional<String> mark, List<Yaml> items, boolean flow)
      implements Yaml {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** Names with values; flow for those in braces. */
  record Members(int start, int end, Optional<String> mark, List<Member> members, boolean flow)
      implements Yaml {
    public Members {
      members = List.copyOf(members);
    }

    /** The member of a name. */
    public Optional<Member> find(String name) {
      return members.stream().filter(each -> each.name().equals(name)).findFirst();
    }
  }

  /** What another place says, repeated. */
  record Alias(int start, int end, String name) implements Yaml {
    @Override
    public Optional<String> mark() {
      return Optional.of("*" + name);
    }
  }

  /** One name and its value. */
  record Member(Yaml key, Yaml value) {
    /** The name; empty where it is no text. */
    public String name() {
      return key instanceof Scalar scalar ? scalar.value() : "";
    }
  }

  /** How a text is written. */
  enum Style {
    PLAIN,
    SINGLE,
    DOUBLE,
    /** Over several lines. */
    BLOCK
  }

  /** The value of a name; empty where this is no mapping, or has no such name. */
  default Optional<Yaml> at(String name) {
    return this instanceof Members members
        ? members.find(name).map(Member::value)
        : Optional.empty();
  }

  /** The value at a path of names. */
  default Optional<Yaml> at(List<String> path) {
    Optional<Yaml> here = Optional.of(this);
    for (String name : path) {
      here = here.flatMap(each -> each.at(name));
    }
    return here;
  }

  /** The text, if it is one and not empty. */
  default Optional<String> text() {
    return this instanceof Scalar scalar && !scalar.empty()
        ? Optional.of(scalar.value())
        : Optional.empty();
  }

  /** The items; none where it is no list. */
  default List<Yaml> items() {
    return List.of();
  }

  /** The members; none where it is no mapping. */
  default List<Member> members() {
    return List.of();
  }

  /** What it means, whatever it looks like: two parts mean the same when these are equal. */
  default Object meaning() {
    return switch (this) {
      case Scalar scalar -> List.of(scalar.style() == Style.PLAIN, scalar.value(), tag(scalar));
      case Alias alias -> Map.of("*", alias.name());
      case Items items -> List.of("[]", items.items().stream().map(Yaml::meaning).toList());
      case Members members -> {
        Map<Object, List<Object>> byName = new LinkedHashMap<>();
        for (Member member : members.members()) {
          byName
              .computeIfAbsent(member.key().meaning(), _ -> new ArrayList<>())
              .add(member.value().meaning());
        }
        yield byName;
      }
    };
  }

  private static String tag(Scalar scalar) {
    return scalar.mark().filter(mark -> mark.startsWith("!")).orElse("");
  }
}
