package dev.hearth.machine.capture;

import dev.hearth.machine.Access;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Finished;
import dev.hearth.machine.LinkWalk;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes as a capture what was asked of a machine: no more than the probes looked at, and all of
 * it, at the places where the links lead.
 */
public final class CaptureWriter {
  private final Machine machine;
  private final Map<String, String> entries = new TreeMap<>();

  private CaptureWriter(Machine machine) {
    this.machine = machine;
  }

  /**
   * The capture of everything the machine was asked so far. Not scrubbed: see {@link Scrubber}.
   *
   * @param remarks lines for the reader
   */
  public static String write(Machine machine, List<String> remarks) {
    Machine.Seen seen = machine.seen();
    CaptureWriter writer = new CaptureWriter(machine);
    seen.contents().keySet().forEach(writer::content);
    seen.listings().forEach(writer::listing);
    seen.targets().keySet().forEach(writer::place);
    seen.statuses().keySet().forEach(writer::mention);
    seen.accesses().keySet().forEach(writer::mention);
    StringBuilder out = new StringBuilder(Capture.FIRST_LINE).append('\n');
    remarks.forEach(remark -> out.append("# ").append(remark).append('\n'));
    writer.entries.values().forEach(out::append);
    new TreeMap<>(seen.disks()).forEach((path, space) -> disk(out, path, space));
    seen.outputs().entrySet().stream()
        .sorted(Map.Entry.comparingByKey((a, b) -> a.toString().compareTo(b.toString())))
        .forEach(each -> output(out, each.getKey(), each.getValue()));
    return out.toString();
  }

  /** Writes the links of a path. Gives where it leads; unknown where it does not exist. */
  private Reading<String> place(String path) {
    LinkWalk walk = new LinkWalk(each -> machine.target(each).asOptional());
    Reading<String> real = walk.resolve(path);
    for (String link : walk.followed()) {
      machine
          .target(link)
          .asOptional()
          .ifPresent(target ->
              entries.put(
                  link, "link " + Escapes.word(link) + " -> " + Escapes.word(target) + "\n"));
    }
    return real;
  }

  private void content(String path) {
    if (!(place(path) instanceof Reading.Known<String>(String real)) || !machine.exists(real)) {
      return;
    }
    FileStatus status = machine.status(real).orElse(new FileStatus(OTHER, 0, 0, 0));
    switch (machine.bytes(path)) {
      case Reading.Known<byte[]>(byte[] bytes) ->
          entries.put(real, head("file", real, status) + "\n" + lines(bytes));
      case Reading.Unknown<byte[]>(String reason) -> {
        boolean denied = !machine.access(real).orElse(new Access(true, true)).read();
        if (status.kind() != FileStatus.Kind.FILE) {
          mention(path);
        } else if (denied) {
          entries.put(real, head("denied", real, status) + "\n");
        } else {
          entries.put(real, "error " + Escapes.word(real) + " " + cause(reason) + "\n");
        }
      }
    }
  }

  private static final FileStatus.Kind OTHER = FileStatus.Kind.OTHER;

  private static String cause(String reason) {
    int colon = reason.indexOf(": ");
    return Escapes.line(
        (colon < 0 ? reason : reason.substring(colon + 2)).getBytes(StandardCharsets.UTF_8));
  }

  private void listing(String directory, Reading<List<String>> listing) {
    if (!(place(directory) instanceof Reading.Known<String>(String real))) {
      return;
    }
    mention(real);
    for (String name : listing.orElse(List.of())) {
      String child = (real.equals("/") ? "" : real) + "/" + name;
      if (machine.target(child) instanceof Reading.Known<String>(String target)) {
        entries.putIfAbsent(
            child, "link " + Escapes.word(child) + " -> " + Escapes.word(target) + "\n");
      } else {
        mention(child);
      }
    }
  }

  /** What is known of a path without its content. */
  private void mention(String path) {
    if (!(place(path) instanceof Reading.Known<String>(String real))
        || !(machine.status(real) instanceof Reading.Known<FileStatus>(FileStatus status))) {
      return;
    }
    String entry =
        switch (status.kind()) {
          case DIRECTORY -> head("dir", real, status) + "\n";
          case CHARACTER_DEVICE, BLOCK_DEVICE ->
              head("char", real, status)
                  + machine.access(real).map(CaptureWriter::letters).orElse("")
                  + "\n";
          case FILE, OTHER -> head("other", real, status) + "\n";
        };
    entries.putIfAbsent(real, entry);
  }

  private static String letters(Access access) {
    return " " + (access.read() ? "r" : "-") + (access.write() ? "w" : "-");
  }

  private static String head(String kind, String path, FileStatus status) {
    return String.format(
        Locale.ROOT,
        "%s %s %s %d:%d",
        kind,
        Escapes.word(path),
        status.octal(),
        status.uid(),
        status.gid());
  }

  private static void disk(StringBuilder out, String path, Reading<DiskSpace> space) {
    space
        .asOptional()
        .ifPresent(room ->
            out.append("disk ")
                .append(Escapes.word(path))
                .append(' ')
                .append(room.freeBytes())
                .append(' ')
                .append(room.totalBytes())
                .append('\n'));
  }

  private static void output(StringBuilder out, List<String> argv, Reading<Finished> ran) {
    if (ran instanceof Reading.Known<Finished>(Finished finished)) {
      out.append("run ").append(finished.exitCode());
      argv.forEach(argument -> out.append(' ').append(Escapes.word(argument)));
      out.append('\n').append(lines(finished.stdout().getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** A file's bytes as lines after two blanks; an open last line ends with a backslash. */
  private static String lines(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length + 64);
    int from = 0;
    while (from < bytes.length) {
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      out.append("  ").append(Escapes.line(Arrays.copyOfRange(bytes, from, end)));
      out.append(end == bytes.length ? "\\\n" : "\n");
      from = end + 1;
    }
    return out.toString();
  }
}
