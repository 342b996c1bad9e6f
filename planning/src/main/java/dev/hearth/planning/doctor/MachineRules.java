package dev.hearth.planning.doctor;

import dev.hearth.machine.DiskSpace;
import dev.hearth.machine.Reading;
import dev.hearth.machine.host.Disks;
import dev.hearth.machine.host.Disks.Purpose;
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
    examined.requirements().diskBytes().ifPresent(room -> findings.add(disk(examined, room)));
    return findings;
  }

  private static Finding architecture(Case examined, Minimum<List<String>> built) {
    String source = built.source().citation();
    String for_ = String.join(", ", built.value());
    return switch (examined.system().architecture()) {
      case Reading.Known<String>(String here) when built.value().contains(here) ->
          examined.all().pass("architecture", "it is built for " + here).source(source);
      case Reading.Known<String>(String here) ->
          examined
              .all()
              .fail("architecture", "it is built for " + for_ + ", this machine is " + here)
              .because("kernel architecture: " + here)
              .source(source);
      case Reading.Unknown<String>(String reason) ->
          examined
              .all()
              .skip("architecture", "it is built for " + for_ + "; this machine's is not known")
              .because(reason)
              .source(source);
    };
  }

  private static Finding disk(Case examined, Minimum<Long> room) {
    About all = examined.all();
    String wanted = Evidence.gibibytes(room.value());
    List<String> evidence = new ArrayList<>();
    if (places(examined).isEmpty()) {
      evidence.add("no disk is known to hold images");
    }
    int known = 0;
    int enough = 0;
    for (Disks.Place place : places(examined)) {
      switch (place.space()) {
        case Reading.Known<DiskSpace>(DiskSpace space) -> {
          known++;
          enough += space.freeBytes() >= room.value() ? 1 : 0;
          evidence.add(place.path() + ": " + Evidence.gibibytes(space.freeBytes()) + " free");
        }
        case Reading.Unknown<DiskSpace>(String reason) ->
            evidence.add(place.path() + ": " + reason);
      }
    }
    About.Statement statement;
    if (known == 0) {
      statement = all.skip("disk", "the image wants " + wanted + "; the free room is not known");
    } else if (enough == known) {
      statement = all.pass("disk", "there is room for the image, which wants " + wanted);
    } else if (enough > 0) {
      statement = all.warn("disk", "not everywhere is the room the image wants: " + wanted);
    } else {
      statement =
          all.fail("disk", "there is no room for the image, which wants " + wanted)
              .remedy(cleanUp(examined));
    }
    return statement.because(String.join("; ", evidence)).source(room.source().citation());
  }

  private static String cleanUp(Case examined) {
    boolean docker = examined.host().engines().podman().asOptional().isEmpty();
    return "Free some room, for example: " + (docker ? "docker" : "podman") + " system prune -a";
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
