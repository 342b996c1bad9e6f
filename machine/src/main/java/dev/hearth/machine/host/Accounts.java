package dev.hearth.machine.host;

import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads who runs this, and the groups. */
final class Accounts {
  private static final String OWN_STATUS = "/proc/self/status";
  private static final String PASSWD = "/etc/passwd";
  private static final String GROUP = "/etc/group";

  /** Groups that open accelerators or the Docker socket on one distribution or another. */
  private static final Set<String> MATTERING =
      Set.of("video", "render", "kfd", "accel", "docker", "input");

  private static final List<String> NODE_FOLDERS = List.of("/dev/dri", "/dev/accel");
  private static final List<String> NODES =
      List.of("/dev/kfd", "/dev/dxg", "/dev/mali0", "/dev/nvidiactl", "/dev/nvidia0");

  private Accounts() {}

  static Account read(Machine machine) {
    Reading<ProcessStatus> own = status(machine, OWN_STATUS);
    Reading<Integer> uid = own.flatMap(ProcessStatus::uid);
    Reading<UserDatabase.User> user = uid.flatMap(number -> user(machine, number));
    Reading<List<UserDatabase.Membership>> groups = machine.text(GROUP).map(UserDatabase::groups);
    return new Account(
        uid,
        user.map(UserDatabase.User::name),
        user.flatMap(Accounts::home),
        own.flatMap(ProcessStatus::groups),
        user.flatMap(each -> groups.map(all -> onDisk(each, all))),
        uid.flatMap(number -> managerGroups(machine, number)),
        mattering(groups.orElse(List.of()), owners(machine)));
  }

  private static Reading<ProcessStatus> status(Machine machine, String path) {
    return machine.text(path).map(text -> ProcessStatus.parse(text, path));
  }

  private static Reading<UserDatabase.User> user(Machine machine, int uid) {
    return machine
        .text(PASSWD)
        .flatMap(text -> {
          Optional<UserDatabase.User> user = UserDatabase.user(text, uid);
          return user.isPresent()
              ? Reading.known(user.get())
              : Reading.unknown(PASSWD + " has no user " + Integer.toUnsignedString(uid));
        });
  }

  private static Reading<String> home(UserDatabase.User user) {
    return AbsolutePath.fits(user.home())
        ? Reading.known(user.home())
        : Reading.unknown(PASSWD + " tells no home of " + user.name());
  }

  private static Set<Integer> onDisk(UserDatabase.User user, List<UserDatabase.Membership> groups) {
    Set<Integer> numbers = new TreeSet<>();
    numbers.add(user.gid());
    for (UserDatabase.Membership group : groups) {
      if (group.members().contains(user.name())) {
        numbers.add(group.gid());
      }
    }
    return Collections.unmodifiableSet(numbers);
  }

  /** The groups of {@code systemd --user}, found by its control group: /proc is never listed. */
  private static Reading<Set<Integer>> managerGroups(Machine machine, int uid) {
    String number = Integer.toUnsignedString(uid);
    String scope =
        "/user.slice/user-" + number + ".slice/user@" + number + ".service/init.scope/cgroup.procs";
    // The second is where version 1 has it.
    Optional<List<String>> processes =
        machine
            .lines("/sys/fs/cgroup" + scope)
            .asOptional()
            .or(() -> machine.lines("/sys/fs/cgroup/systemd" + scope).asOptional());
    return processes.isPresent()
        ? managerGroups(machine, processes.get())
        : Reading.unknown("the user's service manager does not run: no " + scope.substring(1));
  }

  private static Reading<Set<Integer>> managerGroups(Machine machine, List<String> processes) {
    // Beside systemd there is only its (sd-pam), of the same groups.
    for (String process : processes.subList(0, Math.min(4, processes.size()))) {
      if (UserDatabase.number(process.strip()).isPresent()) {
        Optional<ProcessStatus> status =
            status(machine, "/proc/" + process.strip() + "/status").asOptional();
        if (status.isPresent() && status.get().name().equals("systemd")) {
          return status.get().groups();
        }
      }
    }
    return Reading.unknown("the user's service manager is not among the processes of its scope");
  }

  /** The groups that own device nodes; root's is none that a user is put into. */
  private static Set<Integer> owners(Machine machine) {
    List<String> paths = new ArrayList<>(NODES);
    for (String folder : NODE_FOLDERS) {
      for (String name : machine.namesOrNone(folder)) {
        paths.add(folder + "/" + name);
      }
    }
    Set<Integer> owners = new HashSet<>();
    for (String path : paths) {
      machine
          .status(path)
          .asOptional()
          .filter(status -> status.kind() == FileStatus.Kind.CHARACTER_DEVICE)
          .map(FileStatus::gid)
          .filter(gid -> gid != 0)
          .ifPresent(owners::add);
    }
    return owners;
  }

  private static List<Account.Group> mattering(
      List<UserDatabase.Membership> groups, Set<Integer> owners) {
    List<Account.Group> mattering = new ArrayList<>();
    for (UserDatabase.Membership group : groups) {
      if (MATTERING.contains(group.name()) || owners.contains(group.gid())) {
        mattering.add(new Account.Group(group.name(), group.gid()));
      }
    }
    return mattering;
  }
}
