package dev.hearth.machine.accelerator.nvidia;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The tables that lie beside this class: words a line, remarks after #. */
final class Table {
  private Table() {}

  static List<String[]> rows(String name) {
    List<String[]> rows = new ArrayList<>();
    for (String line : text(name).split("\n", -1)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        rows.add(line.strip().split(" ", -1));
      }
    }
    return rows;
  }

  private static String text(String name) {
    try (InputStream in = Objects.requireNonNull(Table.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
