package dev.hearth.machine.host;

import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The user that runs this, and the groups: now, on disk, and those of the user's service manager,
 * which differ after {@code usermod} until a new login, and until the manager is started anew.
 *
 * @param uid the real user number. Source: /proc/self/status
 * @param name by /etc/passwd
 * @param home by /etc/passwd
 * @param groupsNow the numbers this process holds. Source: /proc/self/status {@code Groups}
 * @param groupsOnDisk the numbers that a new login would hold. Source: /etc/group, /etc/passwd
 * @param managerGroups those of {@code systemd --user}; unknown where it does not run
 * @param groups the groups of the machine that matter here, by /etc/group
 */
public record Account(
    Reading<Integer> uid,
    Reading<String> name,
    Reading<String> home,
    Reading<Set<Integer>> groupsNow,
    Reading<Set<Integer>> groupsOnDisk,
    Reading<Set<Integer>> managerGroups,
    List<Group> groups) {
  public Account {
    groups = List.copyOf(groups);
  }

  /** A group of /etc/group. */
  public record Group(String name, int gid) {}

  public boolean isRoot() {
    return uid.asOptional().filter(number -> number == 0).isPresent();
  }

  /** The group of a name. */
  public Optional<Group> group(String wanted) {
    return groups.stream().filter(group -> group.name().equals(wanted)).findFirst();
  }

  /** The name of a group number, where this machine has one. */
  public Optional<String> groupName(int gid) {
    return groups.stream().filter(group -> group.gid() == gid).map(Group::name).findFirst();
  }
}
