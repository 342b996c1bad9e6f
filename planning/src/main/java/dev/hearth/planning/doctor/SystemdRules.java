package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Account;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.host.ServiceManagement;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.remedy.Remedies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Units of the system's systemd, and what Quadlet asks of systemd. */
final class SystemdRules implements SupervisorRules {
  private static final About SYSTEMD = About.area("systemd");
  private static final String QUADLET = "Podman docs: podman-systemd.unit(5)";
  private static final String MANUAL = "systemd.exec(5)";

  @Override
  public Supervisor supervisor() {
    return Supervisor.SYSTEMD;
  }

  @Override
  public boolean present(Host host) {
    return host.services().systemd();
  }

  @Override
  public List<Finding> examine(Host host, Remedies remedies) {
    return List.of(
        present(host)
            ? SYSTEMD
                .pass("present", "systemd runs this machine")
                .because("/run/systemd/system")
                .source(MANUAL)
            : SYSTEMD
                .skip("present", "systemd does not run this machine")
                .because("/run/systemd/system does not exist")
                .source(MANUAL));
  }

  @Override
  public List<Finding> devices(Case examined, Accelerator accelerator, List<DeviceNode> nodes) {
    Set<Integer> gids = Gate.groups(nodes);
    if (gids.isEmpty()) {
      return List.of();
    }
    Account account = examined.account();
    String names =
        gids.stream()
            .map(gid -> account.groupName(gid).orElse("" + gid))
            .collect(Collectors.joining(" "));
    return List.of(
        SYSTEMD
            .warn(
                "supplementary-groups",
                "the service's own user must be in the groups of the device nodes, or its unit must"
                    + " name them")
            .because("groups of the nodes: " + names + "; which groups that user has was not read")
            .remedy(
                Remedies.remark(
                    "sudo systemctl edit " + examined.service().id(),
                    "then write the lines [Service] and SupplementaryGroups=" + names))
            .source(MANUAL));
  }

  /** What Quadlet needs of systemd. */
  static List<Finding> quadlet(Host host, Remedies remedies) {
    ServiceManagement services = host.services();
    List<Finding> findings = new ArrayList<>();
    if (!services.systemd()) {
      findings.add(
          SYSTEMD
              .fail("quadlet", "Quadlet units need systemd, which does not run this machine")
              .because("/run/systemd/system does not exist")
              .remedy("Run the container with podman run, or by your own init system")
              .source(QUADLET));
      return findings;
    }
    findings.add(controlGroups(services));
    if (!host.account().isRoot()) {
      findings.add(userManager(services, remedies));
      findings.add(lingering(services, remedies));
    }
    return findings;
  }

  private static Finding controlGroups(ServiceManagement services) {
    return switch (services.cgroupVersion()) {
      case Reading.Known<Integer>(Integer version) when version >= 2 ->
          SYSTEMD
              .pass("cgroup", "control groups are of version 2")
              .because("/sys/fs/cgroup/cgroup.controllers")
              .source(QUADLET);
      case Reading.Known<Integer>(Integer version) ->
          SYSTEMD
              .fail("cgroup", "Quadlet needs control groups of version 2")
              .because("version " + version)
              .remedy("Boot with systemd.unified_cgroup_hierarchy=1 on the kernel's command line")
              .source(QUADLET);
      case Reading.Unknown<Integer>(String reason) ->
          SYSTEMD
              .skip("cgroup", "Quadlet needs control groups of version 2; theirs is not known")
              .because(reason)
              .source(QUADLET);
    };
  }

  private static Finding userManager(ServiceManagement services, Remedies remedies) {
    String source = "systemd: user@.service(5)";
    return switch (services.userManager()) {
      case Reading.Known<Boolean>(Boolean runs) when runs ->
          SYSTEMD
              .pass("user-manager", "your systemd user manager runs")
              .because("/run/user/UID/systemd")
              .source(source);
      case Reading.Known<Boolean> _ ->
          SYSTEMD
              .fail("user-manager", "your systemd user manager does not run, so your units cannot")
              .because("/run/user/UID/systemd does not exist")
              .remedy(
                  Remedies.remark(
                      "sudo loginctl enable-linger " + remedies.user(),
                      "or log in without su or sudo"))
              .source(source);
      case Reading.Unknown<Boolean>(String reason) ->
          SYSTEMD
              .skip("user-manager", "whether your systemd user manager runs is not known")
              .because(reason)
              .source(source);
    };
  }

  private static Finding lingering(ServiceManagement services, Remedies remedies) {
    String source = "loginctl(1): enable-linger";
    return switch (services.lingering()) {
      case Reading.Known<Boolean>(Boolean on) when on ->
          SYSTEMD
              .pass("linger", "your services start at boot and outlive your login")
              .because("/var/lib/systemd/linger")
              .source(source);
      case Reading.Known<Boolean> _ ->
          SYSTEMD
              .warn("linger", "your services stop when you log out, and do not start at boot")
              .because("/var/lib/systemd/linger has no file for " + remedies.user())
              .remedy("sudo loginctl enable-linger " + remedies.user())
              .source(source);
      case Reading.Unknown<Boolean>(String reason) ->
          SYSTEMD
              .skip("linger", "whether your services outlive your login is not known")
              .because(reason)
              .source(source);
    };
  }
}
