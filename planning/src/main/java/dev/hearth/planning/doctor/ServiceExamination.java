package dev.hearth.planning.doctor;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Host;
import dev.hearth.machine.host.VulkanDrivers;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.remedy.Remedies;
import dev.hearth.planning.remedy.Software;
import dev.hearth.planning.service.BackendSupport;
import dev.hearth.planning.service.ServiceDescription;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One service on one machine: asks all rules, and draws the verdict from what they say. */
final class ServiceExamination {
  private static final About MACHINE = About.area("machine");
  private static final Set<String> HOPELESS =
      Set.of("architecture", "compute-capability", "generation", "gfx-target", "mig", "soc", "wsl");

  /** What is to be written for a service, and no matter while the accelerator cannot be used. */
  private static final Set<String> WRITTEN =
      Set.of(
          "docker.numeric-groups",
          "docker.rknn-paths",
          "podman.rknn-paths",
          "systemd.supplementary-groups");

  private final Survey survey;
  private final ServiceDescription service;
  private final Remedies remedies;
  private final Optional<String> root;

  /** Those that can run the service here, before any device comes into it. */
  private final List<SupervisorRules> able = new ArrayList<>();

  /** The same finding comes up for many accelerators, and is said once. */
  private final Map<Backend, Set<Finding>> ofBackends = new LinkedHashMap<>();

  private final Set<Finding> ofSupervisors = new LinkedHashSet<>();
  private final Set<Supervisor> looked = EnumSet.noneOf(Supervisor.class);

  /** The backends some accelerator came into question for, and those where it was not in vain. */
  private final Set<Backend> tried = EnumSet.noneOf(Backend.class);

  private final Set<Backend> hoped = EnumSet.noneOf(Backend.class);
  private final List<Examination.Place> ready = new ArrayList<>();
  private boolean onCpu;

  ServiceExamination(Survey survey, ServiceDescription service) {
    this.survey = survey;
    this.service = service;
    this.remedies = Remedies.on(survey.host());
    this.root = root(survey.host(), service);
  }

  /** Who would start the service as root, so that the user's own groups do not matter. */
  private static Optional<String> root(Host host, ServiceDescription service) {
    if (service.supervisors().contains(Supervisor.COMPOSE) && ComposeRules.daemonIsRoot(host)) {
      return Optional.of("Docker's daemon");
    }
    return service.supervisors().contains(Supervisor.SYSTEMD) && host.services().systemd()
        ? Optional.of("systemd")
        : Optional.empty();
  }

  Examination examine() {
    supervisors();
    service.backends().forEach(this::backend);
    accelerators().ifPresent(ofSupervisors::add);
    service
        .backends()
        .forEach(support ->
            ManyAccelerators.examine(service, support.backend(), ready)
                .ifPresent(findings(support.backend())::add));
    List<Finding> findings = new ArrayList<>();
    ofBackends.forEach((backend, each) -> findings.addAll(wanted(backend, each)));
    findings.addAll(ofSupervisors);
    List<Finding> typed =
        FindingOrder.of(findings).stream()
            .map(each -> each.remedy(remedies.typed(each.remedy())))
            .toList();
    return new Examination(service.id(), verdict(), ready, typed);
  }

  /** Nobody fetches the image of a backend that none of the accelerators here can ever use. */
  private List<Finding> wanted(Backend backend, Set<Finding> findings) {
    boolean vain = vain(backend);
    return findings.stream().filter(each -> !vain || !each.id().endsWith(".disk")).toList();
  }

  private boolean vain(Backend backend) {
    return tried.contains(backend) && !hoped.contains(backend);
  }

  private Verdict verdict() {
    if (!ready.isEmpty()) {
      return Verdict.READY;
    }
    return onCpu ? Verdict.CPU_ONLY : Verdict.BLOCKED;
  }

  private void supervisors() {
    Host host = survey.host();
    for (SupervisorRules rules : Rules.SUPERVISORS) {
      if (!service.supervisors().contains(rules.supervisor())) {
        continue;
      }
      List<Finding> findings = rules.examine(host, remedies);
      ofSupervisors.addAll(findings);
      if (!findings.isEmpty()) {
        looked.add(rules.supervisor());
      }
      if (rules.present(host) && findings.stream().noneMatch(Finding::failed)) {
        able.add(rules);
      }
    }
    if (able.isEmpty() && !service.supervisors().isEmpty()) {
      ofSupervisors.add(nobody());
    }
  }

  private Finding nobody() {
    List<String> ways = looked.stream().sorted().map(Supervisor::key).toList();
    return MACHINE
        .fail("supervisor", "nothing here can run this service")
        .because("it can be run by " + String.join(", ", ways) + "; see their findings")
        .remedy(nearest())
        .source(service.source().citation());
  }

  /** What is there and fails is nearer than what is not there at all. */
  private String nearest() {
    return ofSupervisors.stream()
        .filter(each -> each.failed() && !each.remedy().isEmpty())
        .map(Finding::remedy)
        .findFirst()
        .orElseGet(() ->
            service.supervisors().contains(Supervisor.QUADLET)
                ? remedies.install(Software.PODMAN)
                : "");
  }

  private Case on(BackendSupport support) {
    return new Case(survey, service, support, remedies, root);
  }

  private Set<Finding> findings(Backend backend) {
    return ofBackends.computeIfAbsent(backend, _ -> new LinkedHashSet<>());
  }

  private void backend(BackendSupport support) {
    if (support.backend() == Backend.CPU) {
      List<Finding> findings = CpuRules.examine(on(support));
      findings(Backend.CPU).addAll(findings);
      onCpu = !able.isEmpty() && findings.stream().noneMatch(Finding::failed);
      return;
    }
    BackendRules rules = Rules.of(support.backend()).orElseThrow();
    survey.accelerators().stream()
        .filter(each -> rules.foreign(each).isEmpty())
        .forEach(each -> accelerator(support, rules, each));
  }

  private void accelerator(BackendSupport support, BackendRules rules, Accelerator accelerator) {
    Case examined = on(support);
    if (support.bring().isPresent()) {
      findings(support.backend()).add(BroughtRule.examine(examined, rules, accelerator));
      return;
    }
    List<Finding> findings = asked(examined, rules, accelerator);
    findings(support.backend()).addAll(findings);
    tried.add(support.backend());
    if (accelerator.drivenBy("vfio-pci")
        || findings.stream().anyMatch(ServiceExamination::hopeless)) {
      return;
    }
    hoped.add(support.backend());
    List<DeviceNode> nodes = rules.nodes(accelerator).stream().filter(DeviceNode::present).toList();
    boolean met = findings.stream().noneMatch(Finding::failed);
    support
        .runtime()
        .filter(_ -> met)
        .ifPresent(command -> findings(support.backend()).add(runtime(examined, command)));
    List<Supervisor> runners = new ArrayList<>();
    List<Examination.Condition> conditions = new ArrayList<>();
    for (SupervisorRules supervisor : able) {
      List<Finding> devices = supervisor.devices(examined, accelerator, nodes);
      devices.stream()
          .filter(each -> met || !WRITTEN.contains(each.id()))
          .forEach(ofSupervisors::add);
      if (devices.stream().noneMatch(Finding::failed)) {
        runners.add(supervisor.supervisor());
        devices.stream()
            .filter(each -> each.status() == Status.WARN && each.id().startsWith("selinux."))
            .map(each -> remedies.typed(Remedies.command(each.remedy())))
            .forEach(command ->
                conditions.add(new Examination.Condition(supervisor.supervisor(), command)));
      }
    }
    if (!runners.isEmpty() && met) {
      ready.add(new Examination.Place(support.backend(), accelerator.id(), runners, conditions));
    }
  }

  /** Whether nothing that is typed helps, so that it is no matter who would hand the device on. */
  static boolean hopeless(Finding finding) {
    int dot = finding.id().indexOf('.');
    return finding.failed() && HOPELESS.contains(finding.id().substring(dot + 1));
  }

  private static List<Finding> asked(Case examined, BackendRules rules, Accelerator accelerator) {
    List<Finding> never = KnownRules.never(examined, accelerator);
    if (!never.isEmpty()) {
      return never;
    }
    List<Finding> findings = new ArrayList<>(rules.examine(examined, accelerator));
    if (findings.stream().noneMatch(Finding::failed)) {
      findings.addAll(KnownRules.examine(examined, accelerator));
    }
    return findings;
  }

  /** A runtime is installed for each user, by Hearth itself; the machine's files do not tell. */
  private static Finding runtime(Case examined, String command) {
    return examined
        .all()
        .skip("runtime", "whether its runtime is installed is seen when it starts")
        .because("the runtimes lie in your own folders; hearth up offers to install a missing one")
        .remedy(command)
        .source(examined.support().source().citation());
  }

  /** What to say where no accelerator comes into question at all. */
  private Optional<Finding> accelerators() {
    if (survey.accelerators().isEmpty()) {
      return Optional.of(nothing());
    }
    boolean any =
        service.backends().stream()
            .flatMap(support -> Rules.of(support.backend()).stream())
            .anyMatch(rules ->
                survey.accelerators().stream().anyMatch(each -> rules.foreign(each).isEmpty()));
    return any ? Optional.empty() : Optional.of(foreign());
  }

  private Finding nothing() {
    Host host = survey.host();
    Stream<String> remedy =
        Stream.of(
                host.system()
                    .hypervisor()
                    .asOptional()
                    .map(_ -> "Pass a GPU through to this virtual machine"),
                host.system()
                    .container()
                    .asOptional()
                    .map(_ -> "Start this container with the GPU's device nodes"))
            .flatMap(Optional::stream);
    return MACHINE
        .warn("accelerators", "no GPU and no NPU was found")
        .because("neither on PCI nor in the device tree, nor /dev/dxg" + software(host))
        .remedy(String.join(", or: ", remedy.toList()))
        .source("Linux kernel docs: sysfs-bus-pci");
  }

  private static String software(Host host) {
    return host.vulkan().drivers().stream()
        .filter(VulkanDrivers.Driver::software)
        .findFirst()
        .map(driver -> "; the Vulkan driver " + driver.manifest() + " computes on the CPU, slowly")
        .orElse("");
  }

  private Finding foreign() {
    String names =
        String.join(
            ", ",
            survey.accelerators().stream()
                .map(each -> each.name().orElse(each.vendor().label() + " " + each.kind()))
                .toList());
    return MACHINE
        .warn("accelerators", "this service has no backend for the accelerators here")
        .because(names)
        .source(service.source().citation());
  }
}
