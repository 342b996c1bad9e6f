package dev.hearth.planning.data;

import dev.hearth.planning.Source;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sources that a data file lists once, under {@code sources}, and then cites by short name. */
public final class Sources {
  private final Map<String, Source> byName;

  private Sources(Map<String, Source> byName) {
    this.byName = byName;
  }

  /** Reads the list at the head of a file. */
  public static Sources read(Entry file) {
    return file.child(
        "sources",
        list -> {
          Map<String, Source> byName = new LinkedHashMap<>();
          list.keys().forEach(name -> byName.put(name, list.child(name, Sources::source)));
          return new Sources(byName);
        });
  }

  private static Source source(Entry entry) {
    return new Source(entry.text("title"), entry.as("date", Sources::date));
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** The source that an entry cites under {@code source}. */
  public Source cited(Entry entry) {
    return entry.as("source", name -> Optional.ofNullable(byName.get(name)));
  }

  /** The sources that an entry cites under {@code sources}; at least one. */
  public List<Source> allCited(Entry entry) {
    List<Source> cited = entry.listAs("sources", name -> Optional.ofNullable(byName.get(name)));
    if (cited.isEmpty()) {
      throw entry.wrong("sources must name at least one");
    }
    return cited;
  }
}
