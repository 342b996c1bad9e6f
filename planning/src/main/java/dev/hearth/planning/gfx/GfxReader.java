package dev.hearth.planning.gfx;

import dev.hearth.planning.Source;
import dev.hearth.planning.Version;
import dev.hearth.planning.data.Entry;
import dev.hearth.planning.data.Sources;
import dev.hearth.planning.data.Versions;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code gfx.yaml}. */
final class GfxReader {
  private final Sources sources;

  private GfxReader(Sources sources) {
    this.sources = sources;
  }

  /** What the file holds. */
  record Content(
      Map<String, GfxTarget> targets,
      Map<Consumer, List<Bundle>> bundles,
      Map<Consumer, List<Trouble>> troubles,
      int oldestMajor,
      Source oldestSource) {}

  static Content resource() {
    return Entry.resource(GfxReader.class, "gfx.yaml", GfxReader::content);
  }

  static Content parse(String text) {
    return Entry.parse("gfx.yaml", text, GfxReader::content);
  }

  private static Content content(Entry file) {
    GfxReader reader = new GfxReader(Sources.read(file));
    Map<Consumer, List<Bundle>> bundles = new EnumMap<>(Consumer.class);
    Map<Consumer, List<Trouble>> troubles = new EnumMap<>(Consumer.class);
    file.child(
        "consumers",
        list -> {
          for (String name : list.keys()) {
            Consumer consumer =
                Consumer.of(name).orElseThrow(() -> list.wrong("unknown consumer " + name));
            list.child(
                name,
                entry -> {
                  bundles.put(consumer, entry.children("bundles", reader::bundle));
                  troubles.put(consumer, entry.children("troubles", reader::trouble));
                  return consumer;
                });
          }
          return list;
        });
    return file.child(
        "oldest",
        oldest ->
            new Content(
                reader.targets(file),
                bundles,
                troubles,
                (int) oldest.number("major"),
                reader.sources.cited(oldest)));
  }

  private Map<String, GfxTarget> targets(Entry file) {
    Map<String, GfxTarget> byName = new LinkedHashMap<>();
    for (GfxTarget target : file.children("targets", this::target)) {
      if (byName.put(target.gfx(), target) != null) {
        throw file.wrong(target.gfx() + " is listed twice");
      }
    }
    return byName;
  }

  private GfxTarget target(Entry entry) {
    return new GfxTarget(
        entry.as("gfx", GfxReader::gfx),
        entry.text("silicon"),
        entry.texts("products"),
        entry.flag("integrated"),
        entry.text("official"),
        entry.optionalAs("kernel", Version::parse),
        entry.children("overrides", this::candidate),
        entry.children("troubles", this::trouble),
        entry.texts("notes"),
        sources.allCited(entry));
  }

  private GfxTarget.Candidate candidate(Entry entry) {
    return new GfxTarget.Candidate(
        entry.as("value", OverrideValue::parse), entry.optional("doubt"), sources.cited(entry));
  }

  private Trouble trouble(Entry entry) {
    return new Trouble(
        entry.text("id"),
        new HashSet<>(entry.listAs("consumers", Consumer::of)),
        Versions.range(entry),
        entry.flag("integrated"),
        targetSet(entry, "except"),
        entry.optionalAs("with", OverrideValue::parse),
        entry.flag("besideDiscrete"),
        entry.text("what"),
        entry.text("remedy"),
        sources.cited(entry));
  }

  private Bundle bundle(Entry entry) {
    return new Bundle(
        Versions.range(entry),
        entry.text("rocm"),
        targetSet(entry, "shipped"),
        targetSet(entry, "claimed"),
        gaps(entry, "doubtful"),
        gaps(entry, "unusable"),
        entry.optional("caution"),
        entry.optional("last"),
        sources.cited(entry));
  }

  private Map<String, Bundle.Gap> gaps(Entry entry, String key) {
    Map<String, Bundle.Gap> gaps = new LinkedHashMap<>();
    entry.children(
        key,
        each -> {
          String gfx = each.as("gfx", GfxReader::gfx);
          gaps.put(gfx, new Bundle.Gap(each.text("reason"), sources.cited(each)));
          return gfx;
        });
    return gaps;
  }

  private static Set<String> targetSet(Entry entry, String key) {
    return new HashSet<>(entry.listAs(key, GfxReader::gfx));
  }

  private static Optional<String> gfx(String text) {
    return OverrideValue.major(text).map(_ -> text);
  }
}
