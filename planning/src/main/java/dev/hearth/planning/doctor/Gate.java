package dev.hearth.planning.doctor;

import dev.hearth.machine.FileStatus;
import dev.hearth.machine.accelerator.DeviceNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whom the mode bits of a device node let in. */
public sealed interface Gate {
  /** Everybody may read and write. */
  record Open() implements Gate {}

  /** The members of a group may. */
  record Members(int gid) implements Gate {}

  /** Only the owner may. */
  record Owner(int uid) implements Gate {}

  /** The bits are not known. */
  record Unread(String reason) implements Gate {}

  int EVERYBODY = 06;
  int GROUP = 060;

  /** Whom a node lets in. */
  static Gate of(DeviceNode node) {
    return switch (node.status()) {
      case dev.hearth.machine.Reading.Known<FileStatus>(FileStatus status) -> of(status);
      case dev.hearth.machine.Reading.Unknown<FileStatus>(String reason) -> new Unread(reason);
    };
  }

  private static Gate of(FileStatus status) {
    if ((status.mode() & EVERYBODY) == EVERYBODY) {
      return new Open();
    }
    if ((status.mode() & GROUP) == GROUP && status.gid() != 0) {
      return new Members(status.gid());
    }
    return new Owner(status.uid());
  }

  /** The groups whose members the nodes let in, where not everybody is. */
  static Set<Integer> groups(List<DeviceNode> nodes) {
    Set<Integer> gids = new TreeSet<>();
    for (DeviceNode node : nodes) {
      if (of(node) instanceof Members(int gid)) {
        gids.add(gid);
      }
    }
    return gids;
  }
}
