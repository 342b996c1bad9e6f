package dev.hearth.planning.plan;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.accelerator.DeviceNode.Role;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.doctor.Doctor;
import dev.hearth.planning.doctor.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of the accelerators the service may open, and why so.
 *
 * @param choices with reasons
 */
record AccessChoice(Access access, List<Choice> choices) {

  static AccessChoice of(Situation here) {
    if (here.backend() == Backend.CPU) {
      return new AccessChoice(Access.none(), List.of());
    }
    return new AccessChoice.Chooser(here).choose();
  }

  /** Chooses. */
  private static final class Chooser {
    private final Situation here;
    private final List<Choice> choices = new ArrayList<>();

    Chooser(Situation here) {
      this.here = here;
    }

    AccessChoice choose() {
      List<DeviceNode> nodes = here.nodes();
      NvidiaAccess nvidia =
          here.container() && wantsDriverLibraries() ? NvidiaAccess.of(here) : NvidiaAccess.none();
      choices.addAll(nvidia.choices());
      List<DeviceNode> passed = nvidia.handsOn() ? List.of() : nodes;
      if (!passed.isEmpty()) {
        devices(passed);
      }
      Groups groups = groups(passed);
      return new AccessChoice(
          new Access(
              passed.stream().map(DeviceNode::path).toList(),
              nvidia.cdi(),
              nvidia.toolkit(),
              groups,
              security(nodes)),
          choices);
    }

    private boolean wantsDriverLibraries() {
      return here.backend() == Backend.CUDA
          || here.accelerators().stream().anyMatch(each -> each.drivenBy("nvidia"));
    }

    private void devices(List<DeviceNode> nodes) {
      String hidden =
          here.survey().accelerators().stream()
              .filter(each -> !here.accelerators().contains(each))
              .filter(each -> each.node(Role.RENDER).filter(DeviceNode::present).isPresent())
              .map(Ranking::named)
              .collect(Collectors.joining(", "));
      choices.add(
          new Choice(
              "devices",
              nodes.stream().map(DeviceNode::path).collect(Collectors.joining(", ")),
              hidden.isEmpty()
                  ? "those that " + here.backend().label() + " opens"
                  : "only those of what is used: " + hidden + " is kept from it",
              ""));
    }

    private Groups groups(List<DeviceNode> nodes) {
      Set<Integer> gids = Gate.groups(nodes);
      if (gids.isEmpty() || here.supervisor() == Supervisor.EMBEDDED) {
        return new Groups.Unneeded();
      }
      Groups groups = groups(gids);
      choices.add(new Choice("groups", said(groups), why(groups), ""));
      return groups;
    }

    private Groups groups(Set<Integer> gids) {
      if (here.engine() == Engine.PODMAN) {
        if (!here.rootless()) {
          return new Groups.Unneeded();
        }
        boolean other =
            here.podman()
                .flatMap(podman -> podman.runtime().asOptional())
                .filter(runtime -> !runtime.contains("crun"))
                .isPresent();
        return other ? new Groups.Numbers(List.copyOf(gids)) : new Groups.Kept();
      }
      return new Groups.Numbers(List.copyOf(gids));
    }

    private String said(Groups groups) {
      return switch (groups) {
        case Groups.Unneeded _ -> "none";
        case Groups.Kept _ -> "keep-groups";
        case Groups.Numbers(List<Integer> gids) ->
            gids.stream()
                .map(gid ->
                    gid
                        + here.host()
                            .account()
                            .groupName(gid)
                            .map(name -> " (" + name + ")")
                            .orElse(""))
                .collect(Collectors.joining(", "));
      };
    }

    private String why(Groups groups) {
      return switch (groups) {
        case Groups.Unneeded _ -> "the container is root, and Podman runs it as root";
        case Groups.Kept _ ->
            "the groups of the device nodes are yours, and "
                + (here.podman().flatMap(it -> it.runtime().asOptional()).isPresent()
                    ? "crun hands them on"
                    : "crun hands them on; whether Podman runs crun was not seen");
        case Groups.Numbers _ ->
            here.container()
                ? "the groups of the device nodes, by number: names would be looked up in the image"
                : "the groups of the device nodes, which the service's own user needs";
      };
    }

    private List<String> security(List<DeviceNode> nodes) {
      if (!here.container()) {
        return List.of();
      }
      List<String> options =
          here.question().operation().extras().stream()
              .filter(each -> each.where().holds(here.circumstances()))
              .flatMap(each -> each.security().stream())
              .collect(Collectors.toCollection(ArrayList::new));
      if (!options.isEmpty()) {
        choices.add(
            new Choice(
                "security",
                String.join(", ", options),
                here.backend().label() + " reads /proc/device-tree, which containers mask",
                ""));
      }
      if (Doctor.selinuxRefuses(here.survey(), nodes)) {
        options.add("label=disable");
        choices.add(
            new Choice(
                "SELinux label",
                "none",
                "SELinux enforces, and its booleans do not let containers use these devices",
                "sudo setsebool -P container_use_devices 1, then plan again"));
      }
      return List.copyOf(options);
    }
  }

  /** Whether several accelerators are in one machine, of which only some are used. */
  static List<Accelerator> unused(Situation here) {
    return here.survey().accelerators().stream()
        .filter(each -> !here.accelerators().contains(each))
        .toList();
  }
}
