package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.machine.host.Disks;
import dev.hearth.machine.host.Disks.Purpose;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.service.Minimum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What every backend may ask of the machine: its architecture, and room for the image. */
final class MachineRules {
  private MachineRules() {}

  static List<Finding> examine(Case examined) {
    List<Finding> findings = new ArrayList<>();
    examined
        .requirements()
        .architectures()
        .ifPresent(built -> findings.add(architecture(examined, built)));
    if (examined.requirements().diskBytes().isPresent()) {
      findings.add(disk(examined, examined.requirements().diskBytes().get()));
    } else if (examined.support().image().isPresent()) {
      findings.add(unknownSize(examined));
    }
    return findings;
  }

  private static Finding architecture(Case examined, Minimum<List<String>> built) {
    String source = built.source().citation();
    String thing =
        examined.service().title()
            + " for "
            + (examined.support().backend() == Backend.CPU
                ? "the CPU"
                : examined.support().backend().label());
    String builtFor = thing + " is built for " + String.join(", ", built.value());
    return switch (examined.system().architecture()) {
      case Reading.Known<String>(String here) when built.value().contains(here) ->
          examined.all().pass("architecture", thing + " is built for " + here).source(source);
      case Reading.Known<String>(String here) ->
          examined
              .all()
              .fail("architecture", builtFor + ", this machine is " + here)
              .because("kernel architecture: " + here)
              .source(source);
      case Reading.Unknown<String>(String reason) ->
          examined
              .all()
              .skip("architecture", builtFor + "; this machine's is not known")
              .because(reason)
              .source(source);
    };
  }

  private static String image(Case examined) {
    return "the " + examined.support().backend().label() + " image";
  }

  private static Finding unknownSize(Case examined) {
    Room room = Room.of(places(examined), 0);
    return examined
        .all()
        .skip(
            "disk",
            "the size of "
                + image(examined)
                + " is not known; "
                + room.most()
                    .map(Evidence::gibibytes)
                    .map(free -> free + " is free")
                    .orElse("nor is the free room"))
        .because(room.evidence())
        .source(examined.support().source().citation());
  }

  private static Finding disk(Case examined, Minimum<Long> wanted) {
    About all = examined.all();
    Room room = Room.of(places(examined), wanted.value());
    String image = image(examined);
    String size = Evidence.gibibytes(wanted.value());
    About.Statement statement;
    if (room.known() == 0) {
      statement = all.skip("disk", image + " wants " + size + "; the free room is not known");
    } else if (room.enough() == room.known()) {
      statement = all.pass("disk", "there is room for " + image + ", which wants " + size);
    } else if (room.enough() > 0) {
      statement = all.warn("disk", "not everywhere is the room that " + image + " wants: " + size);
    } else {
      long lacking = wanted.value() - room.most().orElse(0L);
      statement =
          all.fail(
                  "disk",
                  "there is no room for "
                      + image
                      + ": it wants "
                      + size
                      + ", "
                      + Evidence.gibibytes(lacking)
                      + " more than is free")
              .remedy(cleanUp(examined));
    }
    return statement.because(room.evidence()).source(wanted.source().citation());
  }

  private static String cleanUp(Case examined) {
    String engine =
        examined.host().engines().podman().asOptional().isPresent() ? "podman" : "docker";
    return engine
        + " system df  # shows what images take; "
        + engine
        + " image prune -a removes every image that no container uses, which is fetched again when"
        + " wanted";
  }

  /**
   * Where the image would go: the stores of the engines that are there, else of those that could
   * be.
   */
  private static List<Disks.Place> places(Case examined) {
    boolean podman = examined.host().engines().podman().asOptional().isPresent();
    boolean docker = examined.host().engines().docker().asOptional().isPresent();
    boolean any = !podman && !docker;
    List<Purpose> purposes = new ArrayList<>();
    if ((podman || any) && examined.service().supervisors().contains(Supervisor.QUADLET)) {
      purposes.add(examined.account().isRoot() ? Purpose.PODMAN_ROOTFUL : Purpose.PODMAN_ROOTLESS);
    }
    if ((docker || any) && examined.service().supervisors().contains(Supervisor.COMPOSE)) {
      purposes.add(Purpose.DOCKER);
    }
    return purposes.stream()
        .map(purpose -> examined.host().disks().of(purpose))
        .flatMap(Optional::stream)
        .toList();
  }
}
