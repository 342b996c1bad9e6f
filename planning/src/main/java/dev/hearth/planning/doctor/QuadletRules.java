package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Account;
import dev.hearth.machine.host.Engines.Podman;
import dev.hearth.machine.host.Host;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.Version;
import dev.hearth.planning.remedy.Remedies;
import dev.hearth.planning.remedy.Software;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Podman by Quadlet units: as this user, without root, unless this user is root. */
final class QuadletRules implements SupervisorRules {
  private static final About PODMAN = About.area("podman");
  private static final String QUADLET = "Podman docs: podman-systemd.unit(5)";
  private static final String KEEP_GROUPS = "Podman docs: --group-add keep-groups";
  private static final Version FIRST_QUADLET = new Version(List.of(4, 4));
  private static final Version FIRST_CDI = new Version(List.of(4, 1));

  @Override
  public Supervisor supervisor() {
    return Supervisor.QUADLET;
  }

  @Override
  public boolean present(Host host) {
    return host.engines().podman().asOptional().isPresent();
  }

  @Override
  public List<Finding> examine(Host host, Remedies remedies) {
    Optional<Podman> podman = host.engines().podman().asOptional();
    if (podman.isEmpty()) {
      return List.of(
          PODMAN
              .skip("present", "Podman is not installed")
              .because(Evidence.of(host.engines().podman()))
              .remedy(remedies.install(Software.PODMAN))
              .source(QUADLET));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        PODMAN.pass("present", "Podman is installed").because(podman.get().path()).source(QUADLET));
    findings.add(version(podman.get()));
    if (!host.account().isRoot()) {
      findings.add(subordinates(podman.get(), remedies));
    }
    findings.addAll(SystemdRules.quadlet(host, remedies));
    return findings;
  }

  private static Finding version(Podman podman) {
    Optional<Version> version = podman.version().asOptional().flatMap(Version::parse);
    if (version.isEmpty()) {
      return PODMAN
          .skip("version", "Quadlet begins with Podman 4.4; this version is not known")
          .because(Evidence.of(podman.version()))
          .source(QUADLET);
    }
    return version.get().atLeast(FIRST_QUADLET)
        ? PODMAN
            .pass("version", "Podman has Quadlet")
            .because("Podman " + version.get())
            .source(QUADLET)
        : PODMAN
            .fail("version", "Podman is too old for Quadlet, which begins with 4.4")
            .because("Podman " + version.get())
            .remedy("Take a newer Podman, from your distribution's backports or its next release")
            .source(QUADLET);
  }

  private static Finding subordinates(Podman podman, Remedies remedies) {
    String source = "Podman docs: rootless tutorial";
    return switch (podman.subordinateIds()) {
      case Reading.Known<Boolean>(Boolean there) when there ->
          PODMAN
              .pass("subordinate-ids", "this user has subordinate user and group numbers")
              .because("/etc/subuid, /etc/subgid")
              .source(source);
      case Reading.Known<Boolean> _ ->
          PODMAN
              .fail("subordinate-ids", "this user has no subordinate user and group numbers")
              .because("no line for " + remedies.user() + " in /etc/subuid or /etc/subgid")
              .remedy(
                  "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "
                      + remedies.user()
                      + " && podman system migrate")
              .source(source);
      case Reading.Unknown<Boolean>(String reason) ->
          PODMAN
              .skip("subordinate-ids", "whether this user has subordinate numbers is not known")
              .because(reason)
              .source(source);
    };
  }

  @Override
  public List<Finding> devices(Case examined, Accelerator accelerator, List<DeviceNode> nodes) {
    Podman podman = examined.host().engines().podman().asOptional().orElseThrow();
    List<Finding> findings = new ArrayList<>();
    Set<Integer> gids = Gate.groups(nodes);
    if (!gids.isEmpty() && !examined.account().isRoot()) {
      findings.add(runtime(examined, podman));
      userManager(examined, gids).ifPresent(findings::add);
    }
    findings.addAll(SelinuxRules.examine(examined, nodes));
    if (examined.support().backend() == Backend.CUDA) {
      cdiVersion(podman).ifPresent(findings::add);
      findings.addAll(CdiRules.examine(examined, accelerator));
    }
    if (examined.support().backend() == Backend.RKNN) {
      findings.add(
          PODMAN
              .pass("rknn-paths", "RKNN reads /proc/device-tree, which containers mask")
              .because("/proc/device-tree/compatible")
              .remedy("In the unit: PodmanArgs=--security-opt=unmask=ALL")
              .source("Immich: docker/hwaccel.ml.yml (systempaths=unconfined)"));
    }
    return findings;
  }

  /** keep-groups is crun's; runc ignores it without a word. */
  private static Finding runtime(Case examined, Podman podman) {
    String id = "keep-groups-runtime";
    return switch (podman.runtime()) {
      case Reading.Known<String>(String runtime) when runtime.contains("crun") ->
          PODMAN
              .pass(id, "crun keeps your groups, which open the device nodes")
              .because("OCI runtime: " + runtime)
              .source(KEEP_GROUPS);
      case Reading.Known<String>(String runtime) ->
          PODMAN
              .fail(id, "only crun keeps your groups in the container, and Podman runs " + runtime)
              .because("OCI runtime: " + runtime)
              .remedy(
                  examined.remedies().install(Software.CRUN)
                      + " if it is missing, then set runtime = \"crun\" under [engine] in"
                      + " ~/.config/containers/containers.conf")
              .source(KEEP_GROUPS + "; Podman issues 25000 and 10166");
      case Reading.Unknown<String>(String reason) ->
          PODMAN
              .skip(
                  id,
                  "only crun keeps your groups in the container; which runtime is used is not known")
              .because(reason)
              .remedy("podman info --format '{{.Host.OCIRuntime.Name}}' tells it")
              .source(KEEP_GROUPS);
    };
  }

  /** {@code systemd --user} holds the groups of its own start, and gives those to the container. */
  private static Optional<Finding> userManager(Case examined, Set<Integer> gids) {
    String id = "user-manager-groups";
    String source = "Podman issue 27876 (groups of a rootless Quadlet)";
    Account account = examined.account();
    return switch (account.managerGroups()) {
      case Reading.Known<Set<Integer>>(Set<Integer> held) when held.containsAll(gids) ->
          Optional.of(
              PODMAN
                  .pass(id, "your systemd user manager holds the groups of the device nodes")
                  .because("its groups include " + names(account, gids))
                  .source(source));
      case Reading.Known<Set<Integer>> _
          when account.groupsOnDisk().orElse(Set.of()).containsAll(gids)
              || account.groupsNow().orElse(Set.of()).containsAll(gids) ->
          Optional.of(
              PODMAN
                  .fail(
                      id,
                      "your systemd user manager was started before you joined the group, so units"
                          + " do not have it")
                  .because("its groups lack " + names(account, gids) + ", /etc/group has you in it")
                  .remedy(examined.remedies().restartUserManager())
                  .source(source));
      case Reading.Known<Set<Integer>> _ -> Optional.empty();
      case Reading.Unknown<Set<Integer>>(String reason) ->
          Optional.of(
              PODMAN
                  .skip(id, "which groups your systemd user manager holds is not known")
                  .because(reason)
                  .source(source));
    };
  }

  private static String names(Account account, Set<Integer> gids) {
    return String.join(", ", gids.stream().map(gid -> Evidence.group(gid, account)).toList());
  }

  private static Optional<Finding> cdiVersion(Podman podman) {
    return podman
        .version()
        .asOptional()
        .flatMap(Version::parse)
        .filter(version -> version.olderThan(FIRST_CDI))
        .map(version ->
            PODMAN
                .fail("cdi", "Podman takes CDI devices from 4.1 on")
                .because("Podman " + version)
                .remedy("Take a newer Podman")
                .source("NVIDIA container toolkit issue 63"));
  }
}
