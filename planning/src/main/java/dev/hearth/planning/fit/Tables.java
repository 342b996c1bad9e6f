package dev.hearth.planning.fit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The tables in this package's resources: lists of rows, each row with its source. */
final class Tables {
  private Tables() {}

  /** One row: names and their values. */
  record Row(Map<?, ?> cells) {
    String text(String name) {
      return String.valueOf(cell(name));
    }

    /** A whole number. */
    long number(String name) {
      if (cell(name) instanceof Number number) {
        return number.longValue();
      }
      throw new IllegalStateException(name + " is no number in " + cells);
    }

    List<Row> rows(String name) {
      return Tables.rows(cell(name));
    }

    private Object cell(String name) {
      Object value = cells.get(name);
      if (value == null) {
        throw new IllegalStateException("no " + name + " in " + cells);
      }
      return value;
    }
  }

  static List<Row> load(String resource) {
    try (InputStream stream = Tables.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      LoadSettings settings = LoadSettings.builder().setLabel(resource).build();
      Object root = new Load(settings).loadFromInputStream(stream);
      return rows(root == null ? List.of() : root);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<Row> rows(Object value) {
    if (!(value instanceof List<?> list)) {
      throw new IllegalStateException("a list was expected, not " + value);
    }
    List<Row> rows = new ArrayList<>();
    for (Object each : list) {
      if (!(each instanceof Map<?, ?> cells)) {
        throw new IllegalStateException("a row was expected, not " + each);
      }
      rows.add(new Row(cells));
    }
    return rows;
  }
}
