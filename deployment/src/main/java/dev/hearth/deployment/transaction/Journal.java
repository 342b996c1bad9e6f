package dev.hearth.deployment.transaction;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a deployment does, line by line; each is on the disk before the next thing is done. */
final class Journal {
  private final Path file;
  private final Disk disk;
  private final List<Entry> entries;
  private final boolean damaged;
  private long end;

  private Journal(Path file, Disk disk, List<Entry> entries, boolean damaged, long end) {
    this.file = file;
    this.disk = disk;
    this.entries = entries;
    this.damaged = damaged;
    this.end = end;
  }

  /**
   * Reads one, or begins one where there is none. A last line that was cut by a power failure is
   * passed over, for what it announces was not begun, and the next line takes its place.
   */
  static Journal open(Path file, Disk disk) throws IOException {
    byte[] bytes = read(file);
    List<Entry> entries = new ArrayList<>();
    int begin = 0;
    while (begin < bytes.length) {
      int newline = indexOfNewline(bytes, begin);
      Optional<Entry> entry =
          newline < 0
              ? Optional.empty()
              : JournalFormat.parse(
                  new String(bytes, begin, newline - begin, StandardCharsets.UTF_8));
      if (entry.isEmpty()) {
        boolean last = newline < 0 || newline == bytes.length - 1;
        return new Journal(file, disk, entries, !last, begin);
      }
      entries.add(entry.get());
      begin = newline + 1;
    }
    return new Journal(file, disk, entries, false, begin);
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException absent) {
      return new byte[0];
    }
  }

  private static int indexOfNewline(byte[] bytes, int from) {
    for (int at = from; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        return at;
      }
    }
    return -1;
  }

  /** Whether a line before the last cannot be read; nothing may be concluded from such a one. */
  boolean damaged() {
    return damaged || (!entries.isEmpty() && !(entries.getFirst() instanceof Entry.Began));
  }

  Path file() {
    return file;
  }

  Course course() {
    return new Course(List.copyOf(entries));
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void append(Entry entry) throws IOException {
    byte[] line = JournalFormat.line(entry).getBytes(StandardCharsets.UTF_8);
    disk.append(file, end, line);
    end += line.length;
    entries.add(entry);
  }
}
