package dev.hearth.deployment.compose;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Builds the parts of one document out of YAML's events, which know every place. */
final class YamlParser {
  private static final int DEEPEST = 64;

  private final String text;
  private final Iterator<Event> events;
  private final boolean wide;

  private YamlParser(String text) {
    this.text = text;
    this.events = new Parse(LoadSettings.builder().build()).parseString(text).iterator();
    this.wide = text.codePointCount(0, text.length()) != text.length();
  }

  static Yaml parse(String text) {
    YamlParser parser = new YamlParser(text);
    parser.expect(Event.ID.StreamStart);
    Event first = parser.events.next();
    if (first.getEventId() != Event.ID.DocumentStart) {
      throw new YamlEngineException("it is empty");
    }
    Yaml root = parser.part(parser.events.next(), 0);
    parser.expect(Event.ID.DocumentEnd);
    if (parser.events.next().getEventId() != Event.ID.StreamEnd) {
      throw new YamlEngineException("it holds several documents, and only one can be edited");
    }
    return root;
  }

  private void expect(Event.ID id) {
    if (events.next().getEventId() != id) {
      throw new YamlEngineException("it has no " + id);
    }
  }

  private Yaml part(Event event, int depth) {
    if (depth > DEEPEST) {
      throw new YamlEngineException("it is nested too deeply");
    }
    int start = offset(event.getStartMark());
    return switch (event) {
      case ScalarEvent scalar ->
          new Yaml.Scalar(
              start,
              offset(scalar.getEndMark()),
              mark(scalar.getAnchor().map(Object::toString), scalar.getTag()),
              scalar.getValue(),
              style(scalar.getScalarStyle()));
      case AliasEvent alias ->
          new Yaml.Alias(start, offset(alias.getEndMark()), alias.getAlias().toString());
      case CollectionStartEvent collection when collection.getEventId() == Event.ID.SequenceStart ->
          items(collection, start, depth);
      case CollectionStartEvent collection -> members(collection, start, depth);
      default -> throw new YamlEngineException("a value is missing");
    };
  }

  private Yaml items(CollectionStartEvent event, int start, int depth) {
    List<Yaml> items = new ArrayList<>();
    Event next = events.next();
    while (next.getEventId() != Event.ID.SequenceEnd) {
      items.add(part(next, depth + 1));
      next = events.next();
    }
    return new Yaml.Items(start, offset(next.getEndMark()), mark(event), items, event.isFlow());
  }

  private Yaml members(CollectionStartEvent event, int start, int depth) {
    List<Yaml.Member> members = new ArrayList<>();
    Event next = events.next();
    while (next.getEventId() != Event.ID.MappingEnd) {
      Yaml key = part(next, depth + 1);
      members.add(new Yaml.Member(key, part(events.next(), depth + 1)));
      next = events.next();
    }
    return new Yaml.Members(start, offset(next.getEndMark()), mark(event), members, event.isFlow());
  }

  private static Optional<String> mark(CollectionStartEvent event) {
    return mark(event.getAnchor().map(Object::toString), event.getTag());
  }

  private static Optional<String> mark(Optional<String> anchor, Optional<String> tag) {
    return tag.map(name -> name.startsWith("!") ? name : "!" + name)
        .or(() -> anchor.map(name -> "&" + name));
  }

  private static Yaml.Style style(ScalarStyle style) {
    return switch (style) {
      case SINGLE_QUOTED -> Yaml.Style.SINGLE;
      case DOUBLE_QUOTED -> Yaml.Style.DOUBLE;
      case LITERAL, FOLDED -> Yaml.Style.BLOCK;
      default -> Yaml.Style.PLAIN;
    };
  }

  /** Marks count code points. */
  private int offset(Optional<Mark> mark) {
    int index = mark.map(Mark::getIndex).orElse(0);
    return wide
        ? text.offsetByCodePoints(0, Math.min(index, text.codePointCount(0, text.length())))
        : Math.min(index, text.length());
  }
}
