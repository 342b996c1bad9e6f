package dev.hearth.deployment.render;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.plan.Access;
import dev.hearth.planning.plan.Engine;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Mount;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Port;
import dev.hearth.planning.plan.Variable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What no file can say, or not the asked one. Refused before a line is written. */
final class Refusals {
  /** What Podman and Docker accept; systemd, Compose and paths accept all of it. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  /** At least two letters: Compose takes one letter before a colon for a drive. */
  private static final Pattern VOLUME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]+");

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]*");
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]*");
  private static final Pattern NODE = Pattern.compile("/dev/[^:,\\s\\\\]+");
  private static final Pattern DEVICE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/=:-]*");

  private Refusals() {}

  static void check(Plan plan, Form form) {
    matches(NAME, plan.name(), "The name", "hearth render … --name NAME");
    plan.image().ifPresent(image -> matches(IMAGE, image, "The image", "hearth … --image IMAGE"));
    plan.environment().forEach(Refusals::variable);
    plan.mounts().forEach(mount -> mount(mount, form));
    plan.ports().forEach(Refusals::port);
    access(plan.access());
    if (plan.image().isEmpty() && form != Form.SYSTEMD) {
      throw unprocessable(
          plan.service().title() + " is planned as a program of this machine",
          form.key() + " needs an image",
          "Render it --as systemd, or plan it with --manager quadlet or --manager compose.");
    }
    engine(plan, form);
  }

  private static void engine(Plan plan, Form form) {
    boolean podman = form == Form.QUADLET || plan.engine() == Engine.PODMAN;
    boolean container = plan.image().isPresent() && form != Form.KUBERNETES;
    if (container && podman && !plan.access().nvidia().isEmpty()) {
      throw unprocessable(
          "Podman takes NVIDIA's GPUs by the Container Device Interface only",
          "the plan hands them on by NVIDIA's toolkit",
          "sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml, then plan again");
    }
    if (container && !podman && plan.access().groups() instanceof Groups.Kept) {
      throw unprocessable(
          "Only Podman can keep the groups of the user who starts a container",
          "the plan is for " + plan.engine().key(),
          "Plan it for Podman, or render it --as quadlet.");
    }
    boolean commandLine = form == Form.RUN || form == Form.SYSTEMD;
    boolean engine = plan.engine() == Engine.PODMAN || plan.engine() == Engine.DOCKER;
    if (container && commandLine && !engine) {
      throw unprocessable(
          "A command line needs to know who runs the container",
          "the plan is for a cluster",
          "Plan it with --manager quadlet for Podman, or --manager compose for Docker.");
    }
  }

  private static void variable(Variable variable) {
    matches(VARIABLE, variable.name(), "The variable's name", "Use letters, digits and _.");
    line(variable.value(), "The value of " + variable.name());
  }

  private static void mount(Mount mount, Form form) {
    line(mount.source(), "The source of a mount");
    line(mount.target(), "The target of a mount");
    if (mount.volume()) {
      matches(VOLUME, mount.source(), "The volume's name", "Use letters, digits, _, . and -.");
    }
    boolean one = form == Form.QUADLET || form == Form.RUN || form == Form.SYSTEMD;
    for (String path : List.of(mount.source(), mount.target())) {
      if (one && (path.contains(":") || path.endsWith("\\") || !path.equals(path.strip()))) {
        throw unprocessable(
            "The path " + path + " cannot be given to a container",
            form.key() + " separates paths by colons, and reads no blank or backslash at an end",
            "Mount it through a symbolic link with a plain name.");
      }
    }
    if (!mount.target().startsWith("/")) {
      throw unprocessable(
          "The target of a mount is " + mount.target(),
          "the path in a container begins with /",
          "Write it out.");
    }
  }

  private static void port(Port port) {
    matches(ADDRESS, port.host(), "The address of a port", "Write it in numbers.");
    for (int number : List.of(port.outside(), port.inside())) {
      if (number < 1 || number > 65_535) {
        throw unprocessable("There is no port " + number, "ports are 1 to 65535", "--port 3003");
      }
    }
  }

  private static void access(Access access) {
    access
        .nodes()
        .forEach(node ->
            matches(NODE, node, "The device node", "Name it as /dev/dri/renderD128, no colon."));
    Stream.of(access.cdi(), access.nvidia(), access.security())
        .flatMap(List::stream)
        .forEach(name -> matches(DEVICE_NAME, name, "The device or option", "Write it plainly."));
  }

  private static void matches(Pattern pattern, String text, String what, String remedy) {
    if (!pattern.matcher(text).matches()) {
      throw unprocessable(what + " cannot be written", "it is " + Remarks.oneLine(text), remedy);
    }
  }

  /** No form of ours holds a line break in a value, and half a character is none. */
  private static void line(String text, String what) {
    boolean broken =
        text.codePoints()
            .anyMatch(letter ->
                letter < ' '
                    || (letter >= 0x7f && letter < 0xa0)
                    || letter == 0x2028
                    || letter == 0x2029
                    || (letter >= 0xd800 && letter < 0xe000));
    if (broken) {
      throw unprocessable(
          what + " has a line break or a control character",
          "it is " + Remarks.oneLine(text),
          "Put it on one line, or into a file that the service reads.");
    }
  }

  static ProblemException unprocessable(String what, String evidence, String remedy) {
    return new ProblemException(new Problem(Problem.Kind.UNPROCESSABLE, what, evidence, remedy));
  }
}
