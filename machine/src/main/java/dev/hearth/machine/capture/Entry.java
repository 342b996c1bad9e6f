package dev.hearth.machine.capture;

import dev.hearth.machine.Access;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Finished;
import java.util.List;
import java.util.Optional;

/** One entry of a capture. */
sealed interface Entry {
  /** A file that was read. */
  record Content(FileStatus status, byte[] bytes) implements Entry {}

  /** A folder. */
  record Folder(FileStatus status) implements Entry {}

  /** A symbolic link. */
  record Link(String target) implements Entry {}

  /** A device node, and what the capturing user could do with it. */
  record Device(FileStatus status, Optional<Access> access) implements Entry {}

  /** There, but not read: denied, failed, or never asked for. */
  record Closed(FileStatus status, String reason) implements Entry {}

  /** The room around a path. */
  record Room(DiskSpace space) implements Entry {}

  /** What a program printed. */
  record Output(List<String> argv, Finished finished) implements Entry {}
}
