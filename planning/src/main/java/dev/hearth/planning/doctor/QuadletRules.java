package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
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
              .source(QUADLET));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        PODMAN.pass("present", "Podman is installed").because(podman.get().path()).source(QUADLET));
    findings.add(version(podman.get(), remedies));
    if (!host.account().isRoot()) {
      findings.add(subordinates(podman.get(), remedies));
    }
    findings.addAll(SystemdRules.quadlet(host, remedies));
    return findings;
  }

  private static Finding version(Podman podman, Remedies remedies) {
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
            .remedy(
                remedies.podmanIsOld()
                    ? remedies.install(Software.PODMAN)
                    : "Take a newer Podman, from your distribution's backports or its next release")
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
      UserServicesRule.examine(examined, nodes).ifPresent(findings::add);
    }
    findings.addAll(SelinuxRules.examine(examined, nodes));
    if (CdiRules.wanted(examined, accelerator)) {
      cdiVersion(podman).ifPresent(findings::add);
      findings.addAll(CdiRules.examine(examined, accelerator));
    }
    if (examined.support().backend() == Backend.RKNN) {
      findings.add(
          PODMAN
              .warn("rknn-paths", "RKNN reads /proc/device-tree, which containers mask")
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
              .pass(id, "crun keeps your groups")
              .because("OCI runtime: " + runtime)
              .source(KEEP_GROUPS);
      case Reading.Known<String>(String runtime) ->
          PODMAN
              .fail(id, "only crun keeps your groups in the container, and Podman runs " + runtime)
              .because("OCI runtime: " + runtime)
              .remedy(
                  Remedies.remark(
                      examined.remedies().install(Software.CRUN),
                      "then set runtime = \"crun\" under [engine] in"
                          + " ~/.config/containers/containers.conf"))
              .source(KEEP_GROUPS + "; Podman issues 25000 and 10166");
      case Reading.Unknown<String>(String reason) ->
          PODMAN
              .skip(
                  id,
                  "only crun keeps your groups in the container; which runtime is used is not known")
              .because(reason)
              .remedy("podman info --format '{{.Host.OCIRuntime.Name}}'  # tells it")
              .source(KEEP_GROUPS);
    };
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
