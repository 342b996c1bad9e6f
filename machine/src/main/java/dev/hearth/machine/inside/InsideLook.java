package dev.hearth.machine.inside;

import dev.hearth.machine.FileStatus;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.Details;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.inside.Inside.Agent;
import dev.hearth.machine.inside.Inside.Ids;
import dev.hearth.machine.inside.Inside.Node;
import dev.hearth.machine.usage.ProcessId;
import dev.hearth.machine.usage.ServiceMarks;
import dev.hearth.machine.usage.ServiceProcesses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks at a service's devices through /proc/PID/root, which its own user may. */
public final class InsideLook {
  private static final Pattern NODE = Pattern.compile("(kfd|dxg|mali\\d+|nvidia.*|rknpu)");
  private static final List<String> FOLDERS = List.of("dri", "accel");
  private static final String TOPOLOGY = "/sys/class/kfd/kfd/topology/nodes";

  private final Machine machine;
  private final List<Accelerator> accelerators;
  private final Optional<String> takenFor;

  /**
   * A look at one service.
   *
   * @param accelerators of this machine
   * @param takenFor the gfx target that the service's environment makes of every GPU
   */
  public InsideLook(Machine machine, List<Accelerator> accelerators, Optional<String> takenFor) {
    this.machine = machine;
    this.accelerators = List.copyOf(accelerators);
    this.takenFor = takenFor;
  }

  /** What a service sees; unknown where it does not run, or is another user's. */
  public Reading<Inside> of(ServiceMarks marks) {
    return ServiceProcesses.find(machine, marks).flatMap(found -> through(first(found)));
  }

  /** A container's first process; a unit's oldest. */
  private ProcessId first(ServiceProcesses found) {
    return found.processes().stream()
        .filter(each -> Credentials.read(machine, each.pid()).map(Credentials::first).orElse(false))
        .findFirst()
        .orElse(found.processes().getFirst());
  }

  private Reading<Inside> through(ProcessId process) {
    String root = ProcessId.folder(process.pid()) + "/root";
    return machine.names(root + "/dev") instanceof Reading.Unknown<List<String>>(String reason)
        ? Reading.unknown(reason)
        : Reading.known(new Inside(process.pid(), nodes(process.pid(), root), agents(root)));
  }

  private List<Node> nodes(int pid, String root) {
    List<String> paths = new ArrayList<>();
    machine.namesOrNone(root + "/dev").stream()
        .filter(name -> NODE.matcher(name).matches())
        .forEach(name -> paths.add("/dev/" + name));
    for (String folder : FOLDERS) {
      machine
          .namesOrNone(root + "/dev/" + folder)
          .forEach(name -> paths.add("/dev/" + folder + "/" + name));
    }
    List<Node> nodes = new ArrayList<>();
    for (String path : paths) {
      machine
          .status(root + path)
          .asOptional()
          .filter(status -> status.kind() == FileStatus.Kind.CHARACTER_DEVICE)
          .ifPresent(status -> nodes.add(node(pid, path, status)));
    }
    return nodes;
  }

  private Node node(int pid, String path, FileStatus status) {
    String folder = ProcessId.folder(pid);
    Reading<Ids> there =
        IdMap.read(machine, folder + "/uid_map")
            .flatMap(uids ->
                IdMap.read(machine, folder + "/gid_map")
                    .map(gids -> new Ids(uids.inside(status.uid()), gids.inside(status.gid()))));
    return new Node(
        path,
        status.octal(),
        new Ids(status.uid(), status.gid()),
        there,
        Credentials.read(machine, pid).map(who -> who.mayOpen(status)));
  }

  private List<Agent> agents(String root) {
    List<Agent> agents = new ArrayList<>();
    for (Accelerator accelerator : accelerators) {
      if (accelerator.details() instanceof Details.Amd amd) {
        amd.kfdNode()
            .asOptional()
            .ifPresent(number ->
                agents.add(
                    new Agent(
                        number,
                        accelerator.name(),
                        accelerator.architecture(),
                        takenFor,
                        hidden(root, number, accelerator))));
      }
    }
    return agents;
  }

  private Optional<String> hidden(String root, int number, Accelerator accelerator) {
    if (!machine.exists(root + "/dev/kfd")) {
      return Optional.of("no /dev/kfd inside");
    }
    if (!machine.namesOrNone(root + TOPOLOGY).contains(String.valueOf(number))) {
      return Optional.of("KFD's topology is not to be seen inside");
    }
    Optional<String> render = accelerator.node(DeviceNode.Role.RENDER).map(DeviceNode::path);
    return render
        .filter(path -> !machine.exists(root + path))
        .map(path -> "no " + path + " inside");
  }
}
