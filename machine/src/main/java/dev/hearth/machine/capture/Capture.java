package dev.hearth.machine.capture;

import dev.hearth.machine.Finished;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a capture holds.
 *
 * @param files entries by path
 * @param rooms the room on disks, by path
 * @param outputs what programs printed, by command line
 * @param remarks the lines that speak to the reader, without their #
 */
record Capture(
    NavigableMap<String, Entry> files,
    NavigableMap<String, Entry.Room> rooms,
    Map<List<String>, Finished> outputs,
    List<String> remarks) {

  /** The first line of every capture: its format and version. */
  static final String FIRST_LINE = "hearth capture 1";

  Capture {
    files = new TreeMap<>(files);
    rooms = new TreeMap<>(rooms);
    outputs = Map.copyOf(outputs);
    remarks = List.copyOf(remarks);
  }
}
