package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Account;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code systemd --user} holds the groups of its own start, and gives those to the containers of
 * its units.
 */
final class UserServicesRule {
  private static final About PODMAN = About.area("podman");
  private static final String ID = "user-manager-groups";
  private static final String SOURCE = "Podman issue 27876 (groups of a rootless Quadlet)";

  private final Case examined;
  private final Account account;
  private final Set<Integer> gids;

  private UserServicesRule(Case examined, Set<Integer> gids) {
    this.examined = examined;
    this.account = examined.account();
    this.gids = gids;
  }

  static Optional<Finding> examine(Case examined, List<DeviceNode> nodes) {
    return new UserServicesRule(examined, Gate.groups(nodes)).examine(nodes);
  }

  private Optional<Finding> examine(List<DeviceNode> nodes) {
    Set<Integer> outside = outside(nodes);
    Reading<Set<Integer>> manager = account.managerGroups();
    if (manager instanceof Reading.Known<Set<Integer>>(Set<Integer> held)
        && held.containsAll(gids)) {
      return Optional.of(
          PODMAN
              .pass(ID, "your systemd user manager holds the groups of the device nodes")
              .because("its groups include " + names(gids))
              .source(SOURCE));
    }
    if (!outside.isEmpty()) {
      return Optional.of(notAMember(outside));
    }
    return switch (manager) {
      case Reading.Known<Set<Integer>>(Set<Integer> held) -> old(held);
      case Reading.Unknown<Set<Integer>>(String reason) ->
          Optional.of(
              PODMAN
                  .skip(ID, "which groups your systemd user manager holds is not known")
                  .because(reason)
                  .source(SOURCE));
    };
  }

  /** The groups of nodes that do not open for the user in any way, also not by an access list. */
  private Set<Integer> outside(List<DeviceNode> nodes) {
    if (account.groupsOnDisk().or(account::groupsNow).asOptional().isEmpty()) {
      return Set.of();
    }
    Set<Integer> outside =
        new TreeSet<>(Gate.groups(nodes.stream().filter(node -> !node.usable()).toList()));
    outside.removeAll(mine());
    return outside;
  }

  private Set<Integer> mine() {
    Set<Integer> mine = new HashSet<>(account.groupsOnDisk().orElse(Set.of()));
    mine.addAll(account.groupsNow().orElse(Set.of()));
    return mine;
  }

  private Finding notAMember(Set<Integer> outside) {
    return PODMAN
        .fail(
            ID,
            "you are not in the group "
                + String.join(", ", outside.stream().map(this::name).toList())
                + ", so that a container of yours is not either")
        .because("your groups lack " + names(outside))
        .remedy(examined.remedies().join(outside))
        .source(SOURCE);
  }

  private Optional<Finding> old(Set<Integer> held) {
    Set<Integer> lacking = new TreeSet<>(gids);
    lacking.removeAll(held);
    lacking.retainAll(mine());
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            PODMAN
                .fail(
                    ID,
                    "your systemd user manager was started before you joined the group, so units"
                        + " do not have it")
                .because("its groups lack " + names(lacking) + ", /etc/group has you in it")
                .remedy(examined.remedies().restartUserManager())
                .source(SOURCE));
  }

  private String name(int gid) {
    return account.groupName(gid).orElse("" + gid);
  }

  private String names(Set<Integer> numbers) {
    return String.join(", ", numbers.stream().map(gid -> Evidence.group(gid, account)).toList());
  }
}
