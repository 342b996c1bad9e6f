package dev.hearth.planning.doctor;

import dev.hearth.machine.Access;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.host.Account;
import java.util.Set;

/** Whether the user may open a device node for reading and writing. */
final class NodeAccess {
  private static final String SOURCE = "systemd: 50-udev-default.rules; access(2)";

  private final Case examined;
  private final DeviceNode node;
  private final About about;
  private final String id;

  private NodeAccess(Case examined, DeviceNode node, About about, String id) {
    this.examined = examined;
    this.node = node;
    this.about = about;
    this.id = id;
  }

  /** The finding of one node; {@code about} tells whether it is one accelerator's or shared. */
  static Finding of(Case examined, DeviceNode node, About about, String id) {
    return new NodeAccess(examined, node, about, id).finding().source(SOURCE);
  }

  private About.Statement finding() {
    if (account().isRoot()) {
      return about.pass(id, "root may open " + node.path()).because(bits());
    }
    return switch (Gate.of(node)) {
      case Gate.Open() -> refused() ? lawless() : open("everybody may open " + node.path());
      case Gate.Members(int gid) -> byGroup(gid);
      case Gate.Owner(int uid) -> byOwner(uid);
      case Gate.Unread(String reason) ->
          about.skip(id, "whether " + node.path() + " may be opened is not known").because(reason);
    };
  }

  private About.Statement byGroup(int gid) {
    boolean onDisk = account().groupsOnDisk().orElse(Set.of()).contains(gid);
    return switch (account().groupsNow()) {
      case Reading.Known<Set<Integer>>(Set<Integer> now) when now.contains(gid) ->
          refused() ? lawless() : open("you may open " + node.path() + " as a member of its group");
      case Reading.Known<Set<Integer>> _ when allowed() -> byAcl(gid);
      case Reading.Known<Set<Integer>> _ when onDisk ->
          about
              .warn(id, "you are in the group of " + node.path() + ", but not in this session yet")
              .because(
                  bits() + "; this session's groups lack " + gid + ", /etc/group has you in it")
              .remedy(examined.remedies().loginAgain());
      case Reading.Known<Set<Integer>> _ ->
          closed("you are not in the group of " + node.path())
              .because(bits() + "; your groups lack " + gid)
              .remedy(examined.remedies().join(Set.of(gid)));
      case Reading.Unknown<Set<Integer>> _ when allowed() -> open("you may open " + node.path());
      case Reading.Unknown<Set<Integer>>(String reason) ->
          about
              .skip(id, "whether you are in the group of " + node.path() + " is not known")
              .because(bits() + "; " + reason);
    };
  }

  /** logind lends nodes to who sits at the screen; a service without a login has no such loan. */
  private About.Statement byAcl(int gid) {
    return about
        .warn(
            id, "you may open " + node.path() + " while you are logged in at the screen, not later")
        .because(
            bits() + "; access(2) grants it by an access control list, your groups lack " + gid)
        .remedy(examined.remedies().join(Set.of(gid)));
  }

  private About.Statement byOwner(int uid) {
    if (account().uid().asOptional().filter(mine -> mine == uid).isPresent() || allowed()) {
      return open("you may open " + node.path());
    }
    return closed("only its owner may open " + node.path())
        .because(bits())
        .remedy(examined.remedies().giveToGroup(subsystem(), kernelName(), "render"));
  }

  /** A failure, unless something that runs as root starts the service. */
  private About.Statement closed(String what) {
    return examined
        .root()
        .map(who ->
            about.warn(id, what + "; " + who + " runs as root and can, your own programs cannot"))
        .orElseGet(() -> about.fail(id, what));
  }

  private About.Statement lawless() {
    return closed("the mode of " + node.path() + " lets you in, and the kernel still refuses")
        .because(bits() + "; access(2): " + Evidence.of(node.access()))
        .remedy(
            "sudo dmesg | grep -iE 'denied|avc'  # shows a denial; a container wants --device "
                + node.path());
  }

  private About.Statement open(String what) {
    return about.pass(id, what).because(bits());
  }

  private boolean allowed() {
    return node.usable();
  }

  private boolean refused() {
    return node.access() instanceof Reading.Known<Access>(Access access) && !access.readWrite();
  }

  private Account account() {
    return examined.account();
  }

  private String bits() {
    return Evidence.of(node, account());
  }

  private String subsystem() {
    return switch (node.role()) {
      case KFD -> "kfd";
      case RENDER, CARD -> "drm";
      case ACCEL -> "accel";
      case MALI -> "misc";
      case NVIDIA, NVIDIA_CONTROL, NVIDIA_INSTANCE -> "nvidia";
      case DXG -> "misc";
    };
  }

  private String kernelName() {
    return node.path().substring(node.path().lastIndexOf('/') + 1);
  }
}
