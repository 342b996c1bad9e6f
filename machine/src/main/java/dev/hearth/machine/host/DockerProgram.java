package dev.hearth.machine.host;

import dev.hearth.machine.Access;
import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.OptionalInt;

/** Reads Docker: by its files, and where asked for, by its own words. */
final class DockerProgram {
  private static final int CDI_BY_ITSELF_MAJOR = 28;
  private static final int CDI_BY_ITSELF_MINOR = 2;

  private final Machine machine;
  private final String path;
  private final DockerSite site;
  private final boolean asked;

  DockerProgram(Machine machine, String path, DockerSite site, HostProbe.Depth depth) {
    this.machine = machine;
    this.path = path;
    this.site = site;
    this.asked = depth == HostProbe.Depth.THOROUGH;
  }

  /** What to ask the program, each apart from the others. */
  List<Runnable> questions() {
    return site.running() ? List.of(this::answer, this::cdiFolders) : List.of(this::ownVersion);
  }

  Engines.Docker read() {
    Reading<DockerAnswer> answer = answer();
    Reading<String> version = answer.map(DockerAnswer::version).or(this::ownVersion);
    return new Engines.Docker(
        path,
        version,
        Reading.known(machine.exists(site.socket())),
        answer
            .map(DockerAnswer::rootless)
            .or(() -> Reading.known(site.kind() == DockerSite.Kind.ROOTLESS)),
        answer.map(DockerAnswer::desktop).or(site::desktop),
        answer.map(DockerAnswer::runtimes).or(() -> site.settings().map(DockerSettings::runtimes)),
        cdiFolders().or(() -> site.settings().flatMap(settings -> cdi(settings, version))),
        machine.access(site.socket()).map(Access::readWrite),
        site.compose());
  }

  private Reading<DockerAnswer> answer() {
    return info(DockerAnswer.TEMPLATE).flatMap(DockerAnswer::parse);
  }

  private Reading<Boolean> cdiFolders() {
    return info(DockerAnswer.CDI_TEMPLATE).flatMap(DockerAnswer::parseCdi);
  }

  private Reading<Finished> info(String template) {
    if (!asked) {
      return notAsked();
    }
    return site.running()
        ? machine.output("docker", "info", "--format", template)
        : Reading.unknown("the daemon of Docker does not run, and asking it could start it");
  }

  /** The version of the program alone, which starts no daemon. */
  private Reading<String> ownVersion() {
    return asked
        ? machine
            .output("docker", "--version")
            .flatMap(finished -> ContainerEngines.versionAfter("Docker version ", finished))
        : notAsked();
  }

  private <T> Reading<T> notAsked() {
    return Reading.unknown(path + " was not asked");
  }

  /** Whether CDI is on by a daemon's settings, or else by its version. */
  static Reading<Boolean> cdi(DockerSettings settings, Reading<String> version) {
    return settings
        .cdi()
        .map(Reading::known)
        .orElseGet(() -> version.flatMap(DockerProgram::cdiByItself));
  }

  /** Since 28.2.0 (May 2025) CDI is on unless it is switched off. */
  private static Reading<Boolean> cdiByItself(String version) {
    String[] parts = version.split("[.+~-]", 3);
    OptionalInt major = UserDatabase.number(parts[0]);
    OptionalInt minor = parts.length > 1 ? UserDatabase.number(parts[1]) : OptionalInt.empty();
    if (major.isEmpty() || minor.isEmpty()) {
      return Reading.unknown("Docker's version " + version + " is of no form that is known");
    }
    return Reading.known(
        major.getAsInt() > CDI_BY_ITSELF_MAJOR
            || (major.getAsInt() == CDI_BY_ITSELF_MAJOR
                && minor.getAsInt() >= CDI_BY_ITSELF_MINOR));
  }
}
