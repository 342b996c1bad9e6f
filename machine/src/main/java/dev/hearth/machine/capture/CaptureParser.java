package dev.hearth.machine.capture;

import dev.hearth.machine.Access;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Reading;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the text of a capture; docs/captures.md describes it. */
final class CaptureParser {
  private static final FileStatus PLAIN_FILE = new FileStatus(FileStatus.Kind.FILE, 0444, 0, 0);
  private static final FileStatus PLAIN_FOLDER =
      new FileStatus(FileStatus.Kind.DIRECTORY, 0755, 0, 0);

  private final List<String> lines;
  private final TreeMap<String, Entry> files = new TreeMap<>();
  private final TreeMap<String, Entry.Room> rooms = new TreeMap<>();
  private final Map<List<String>, Finished> outputs = new HashMap<>();
  private final List<String> remarks = new ArrayList<>();
  private int at;

  private CaptureParser(List<String> lines) {
    this.lines = lines;
  }

  /** The capture of a text; unknown with the line that breaks the format. */
  static Reading<Capture> parse(String text) {
    // Not String.lines(): it would also split at a carriage return.
    List<String> lines = List.of(text.split("\n", -1));
    if (!lines.getFirst().strip().equals(Capture.FIRST_LINE)) {
      return Reading.unknown(
          lines.getFirst().startsWith("hearth capture ")
              ? "its format is another one: \"" + lines.getFirst().strip() + "\""
              : "its first line is not \"" + Capture.FIRST_LINE + "\"");
    }
    CaptureParser parser = new CaptureParser(lines);
    try {
      parser.entries();
    } catch (BadLine bad) {
      return Reading.unknown("line " + (parser.at + 1) + ": " + bad.getMessage());
    }
    return Reading.known(new Capture(parser.files, parser.rooms, parser.outputs, parser.remarks));
  }

  /** The format is broken at the line being read. */
  private static final class BadLine extends Exception {
    private static final long serialVersionUID = 1;

    BadLine(String message) {
      super(message);
    }
  }

  private void entries() throws BadLine {
    for (at = 1; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.startsWith("#")) {
        remarks.add(line.substring(1).strip());
      } else if (!line.isBlank()) {
        entry(line);
      }
    }
  }

  private void entry(String line) throws BadLine {
    String[] words = line.strip().split(" +");
    switch (words[0]) {
      case "file" -> {
        FileStatus status = status(words, PLAIN_FILE);
        put(words, new Entry.Content(status, content()));
      }
      case "dir" -> put(words, new Entry.Folder(status(words, PLAIN_FOLDER)));
      case "link" -> link(words);
      case "char" -> device(words);
      case "denied" -> {
        String path = path(words);
        closed(words, 0, path + " may not be read by this user");
      }
      case "other" -> closed(words, 0444, path(words) + " was not captured");
      case "error" -> failed(words, line);
      case "disk" -> rooms.put(path(words), room(words));
      case "run" -> run(words);
      default -> throw new BadLine("\"" + words[0] + "\" is no kind of entry");
    }
  }

  private void put(String[] words, Entry entry) throws BadLine {
    if (files.putIfAbsent(path(words), entry) != null) {
      throw new BadLine(words[1] + " has an entry already");
    }
  }

  private static String path(String[] words) throws BadLine {
    if (words.length < 2 || !words[1].startsWith("/")) {
      throw new BadLine("a path beginning with / is missing");
    }
    String path = Escapes.unword(words[1]);
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private void link(String[] words) throws BadLine {
    if (words.length != 4 || !words[2].equals("->")) {
      throw new BadLine("a link is written: link PATH -> TARGET");
    }
    put(words, new Entry.Link(Escapes.unword(words[3])));
  }

  private void device(String[] words) throws BadLine {
    FileStatus plain = new FileStatus(FileStatus.Kind.CHARACTER_DEVICE, 0600, 0, 0);
    Optional<Access> access = words.length > 4 ? Optional.of(access(words[4])) : Optional.empty();
    put(words, new Entry.Device(status(words, plain), access));
  }

  private static Access access(String word) throws BadLine {
    return switch (word) {
      case "rw" -> new Access(true, true);
      case "r-" -> new Access(true, false);
      case "-w" -> new Access(false, true);
      case "--" -> new Access(false, false);
      default -> throw new BadLine("access is rw, r-, -w or --, not \"" + word + "\"");
    };
  }

  private void closed(String[] words, int mode, String reason) throws BadLine {
    FileStatus plain = new FileStatus(FileStatus.Kind.FILE, mode, 0, 0);
    put(words, new Entry.Closed(status(words, plain), reason));
  }

  private void failed(String[] words, String line) throws BadLine {
    String path = path(words);
    String reason = line.strip().substring("error ".length()).strip().substring(words[1].length());
    put(words, new Entry.Closed(PLAIN_FILE, path + " cannot be read:" + reason));
  }

  private static Entry.Room room(String[] words) throws BadLine {
    if (words.length != 4) {
      throw new BadLine("a disk is written: disk PATH FREE TOTAL");
    }
    return new Entry.Room(new DiskSpace(number(words[2], 10), number(words[3], 10)));
  }

  private void run(String[] words) throws BadLine {
    if (words.length < 3) {
      throw new BadLine("a run is written: run EXIT PROGRAM ARGUMENTS…");
    }
    List<String> argv = new ArrayList<>();
    for (int word = 2; word < words.length; word++) {
      argv.add(Escapes.unword(words[word]));
    }
    int exit = (int) number(words[1], 10);
    String printed = new String(content(), StandardCharsets.UTF_8);
    outputs.put(List.copyOf(argv), new Finished(exit, printed, ""));
  }

  private static FileStatus status(String[] words, FileStatus plain) throws BadLine {
    if (words.length == 2) {
      return plain;
    }
    if (words.length < 4) {
      throw new BadLine("mode and owner are written: 0660 0:44");
    }
    String[] owner = words[3].split(":", -1);
    if (owner.length != 2) {
      throw new BadLine("an owner is written UID:GID, not \"" + words[3] + "\"");
    }
    return new FileStatus(
        plain.kind(),
        (int) number(words[2], 8) & 07777,
        (int) number(owner[0], 10),
        (int) number(owner[1], 10));
  }

  private static long number(String digits, int radix) throws BadLine {
    try {
      return Long.parseLong(digits, radix);
    } catch (NumberFormatException _) {
      throw new BadLine("\"" + digits + "\" is not a number");
    }
  }

  /** The lines that follow, each after two blanks, as the bytes of a file. */
  private byte[] content() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (at + 1 < lines.size() && lines.get(at + 1).startsWith("  ")) {
      String line = lines.get(++at).substring(2);
      boolean last = at + 1 >= lines.size() || !lines.get(at + 1).startsWith("  ");
      if (last && endsOpen(line)) {
        out.writeBytes(Escapes.bytes(line.substring(0, line.length() - 1)));
      } else {
        out.writeBytes(Escapes.bytes(line));
        out.write('\n');
      }
    }
    return out.toByteArray();
  }

  /** Whether the line ends with a backslash that is not itself escaped. */
  private static boolean endsOpen(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }
}
