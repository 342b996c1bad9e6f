package dev.hearth.planning.doctor;

import dev.hearth.machine.Access;
import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.machine.host.Account;
import dev.hearth.machine.host.Cdi;
import dev.hearth.machine.host.Disks;
import dev.hearth.machine.host.Disks.Purpose;
import dev.hearth.machine.host.Engines;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.host.Memory;
import dev.hearth.machine.host.OperatingSystem;
import dev.hearth.machine.host.Processor;
import dev.hearth.machine.host.Security;
import dev.hearth.machine.host.Security.Selinux;
import dev.hearth.machine.host.ServiceManagement;
import dev.hearth.machine.host.VulkanDrivers;
import dev.hearth.machine.survey.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds machines out of records. A new one is a Debian machine where all is well: rootless Podman
 * with crun, systemd, a user in video (44) and render (992), no Docker, no accelerator.
 */
final class Surveys {
  static final int VIDEO = 44;
  static final int RENDER = 992;
  static final long GIB = 1L << 30;

  String distribution = "debian";
  Reading<String> version = Reading.known("13");
  List<String> relatives = List.of();
  String architecture = "x86_64";
  String kernel = "6.12.48-amd64";
  boolean wsl;
  Reading<String> container = unread();
  Reading<String> hypervisor = unread();
  Set<String> features =
      Set.of("cx16", "lahf_lm", "popcnt", "pni", "ssse3", "sse4_1", "sse4_2", "avx2");
  int uid = 1000;
  Reading<Set<Integer>> groupsNow = Reading.known(Set.of(1000, VIDEO, RENDER));
  Reading<Set<Integer>> groupsOnDisk = Reading.known(Set.of(1000, VIDEO, RENDER));
  Reading<Set<Integer>> managerGroups = Reading.known(Set.of(1000, VIDEO, RENDER));
  Selinux selinux = Selinux.DISABLED;
  Map<String, Boolean> booleans = Map.of();
  Reading<Engines.Podman> podman = Reading.known(podman("5.4.2", "crun"));
  Reading<Engines.Docker> docker = Reading.unknown("no docker in PATH");
  Reading<String> kubernetes = Reading.unknown("no k3s in PATH");
  Reading<String> nvidiaToolkit = Reading.unknown("no nvidia-ctk in PATH");
  List<Cdi.Specification> cdi = List.of();
  boolean systemd = true;
  Reading<Boolean> userManager = Reading.known(true);
  Reading<Boolean> lingering = Reading.known(true);
  Reading<Integer> cgroup = Reading.known(2);
  Reading<String> loader = Reading.known("/usr/lib/x86_64-linux-gnu/libvulkan.so.1");
  List<VulkanDrivers.Driver> drivers = List.of();
  long freeBytes = 200 * GIB;
  private final List<Accelerator> accelerators = new ArrayList<>();

  static <T> Reading<T> unread() {
    return Reading.unknown("not read");
  }

  Surveys with(Accelerator... more) {
    accelerators.addAll(List.of(more));
    return this;
  }

  Surveys inNoGroup() {
    groupsNow = Reading.known(Set.of(1000));
    groupsOnDisk = Reading.known(Set.of(1000));
    managerGroups = Reading.known(Set.of(1000));
    return this;
  }

  static Engines.Podman podman(String version, String runtime) {
    return new Engines.Podman(
        "/usr/bin/podman",
        Reading.known(version),
        Reading.known(true),
        Reading.known(runtime),
        Reading.known(true));
  }

  static Engines.Docker docker(String... runtimes) {
    return new Engines.Docker(
        "/usr/bin/docker",
        Reading.known("28.3.0"),
        Reading.known(true),
        Reading.known(false),
        Reading.known(false),
        Reading.known(Set.of(runtimes)),
        Reading.known(true),
        Reading.known(true),
        Reading.known(true));
  }

  static DeviceNode node(String path, Role role, int mode, int gid) {
    return new DeviceNode(
        path,
        role,
        Reading.known(new FileStatus(FileStatus.Kind.CHARACTER_DEVICE, mode, 0, gid)),
        unread());
  }

  static DeviceNode node(String path, Role role, int mode, int gid, Access access) {
    return new DeviceNode(path, role, node(path, role, mode, gid).status(), Reading.known(access));
  }

  static DeviceNode missing(String path, Role role) {
    String reason = path + " does not exist";
    return new DeviceNode(path, role, Reading.unknown(reason), Reading.unknown(reason));
  }

  static VulkanDrivers.Driver icd(String name, String version, String... kernelDrivers) {
    return new VulkanDrivers.Driver(
        "/usr/share/vulkan/icd.d/" + name + "_icd.json",
        "libvulkan_" + name + ".so",
        Reading.known(true),
        Reading.known("1.4.305"),
        Reading.known(version),
        List.of(kernelDrivers),
        kernelDrivers.length == 0);
  }

  Survey build() {
    return new Survey(host(), accelerators);
  }

  private Host host() {
    return new Host(
        new OperatingSystem(
            Reading.known(kernel),
            Reading.known(architecture),
            Reading.known(distribution),
            relatives,
            version,
            Reading.known("Debian GNU/Linux 13 (trixie)"),
            wsl,
            container,
            hypervisor),
        new Processor(Reading.known("AMD Ryzen 7 8700G"), Reading.known(16), features),
        new Memory(Reading.known(32 * GIB), Reading.known(24 * GIB), Reading.known(0L)),
        new Disks(
            List.of(
                place(Purpose.PODMAN_ROOTLESS, "/home/ada/.local/share/containers"),
                place(Purpose.PODMAN_ROOTFUL, "/var/lib/containers"),
                place(Purpose.DOCKER, "/var/lib/docker"))),
        new Account(
            Reading.known(uid),
            Reading.known("ada"),
            Reading.known("/home/ada"),
            groupsNow,
            groupsOnDisk,
            managerGroups,
            List.of(
                new Account.Group("video", VIDEO),
                new Account.Group("render", RENDER),
                new Account.Group("docker", 996))),
        new Security(selinux, booleans, Reading.known(true)),
        new Engines(podman, docker, unread(), kubernetes, nvidiaToolkit),
        new Cdi(cdi),
        new ServiceManagement(systemd, userManager, lingering, cgroup),
        new VulkanDrivers(loader, drivers));
  }

  private Disks.Place place(Purpose purpose, String path) {
    return new Disks.Place(purpose, path, Reading.known(new DiskSpace(freeBytes, 500 * GIB)));
  }

  /** A machine of which nothing could be read. */
  static Host nothingRead() {
    return new Host(
        new OperatingSystem(
            unread(), unread(), unread(), List.of(), unread(), unread(), false, unread(), unread()),
        new Processor(unread(), unread(), Set.of()),
        new Memory(unread(), unread(), unread()),
        new Disks(List.of(new Disks.Place(Purpose.DOCKER, "/var/lib/docker", unread()))),
        new Account(unread(), unread(), unread(), unread(), unread(), unread(), List.of()),
        new Security(Selinux.ENFORCING, Map.of(), unread()),
        new Engines(
            Reading.known(
                new Engines.Podman("/usr/bin/podman", unread(), unread(), unread(), unread())),
            Reading.known(
                new Engines.Docker(
                    "/usr/bin/docker",
                    unread(),
                    unread(),
                    unread(),
                    unread(),
                    unread(),
                    unread(),
                    unread(),
                    unread())),
            unread(),
            unread(),
            unread()),
        new Cdi(List.of()),
        new ServiceManagement(true, unread(), unread(), unread()),
        new VulkanDrivers(unread(), List.of()));
  }
}
