package dev.hearth.machine.host;

import dev.hearth.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the places that grow, and the room around them. */
final class DiskPlaces {
  private static final String HEARTH_WITHOUT_HOME = "/cache";

  private DiskPlaces() {}

  static Disks read(Machine machine, Account account) {
    PodmanFiles podman = new PodmanFiles(machine, account);
    List<Disks.Place> places = new ArrayList<>();
    add(machine, Disks.Purpose.PODMAN_ROOTLESS, podman.rootlessStorage(), places);
    add(machine, Disks.Purpose.PODMAN_ROOTFUL, Optional.of(podman.rootfulStorage()), places);
    add(machine, Disks.Purpose.DOCKER, DockerSite.of(machine, account).dataRoot(), places);
    add(machine, Disks.Purpose.HEARTH, Optional.of(hearth(account)), places);
    add(machine, Disks.Purpose.OLLAMA, OllamaFiles.models(machine, account), places);
    return new Disks(places);
  }

  private static String hearth(Account account) {
    return account.home().map(home -> home + "/.cache/hearth").orElse(HEARTH_WITHOUT_HOME);
  }

  private static void add(
      Machine machine, Disks.Purpose purpose, Optional<String> path, List<Disks.Place> places) {
    path.ifPresent(at -> places.add(new Disks.Place(purpose, at, machine.disk(at))));
  }
}
