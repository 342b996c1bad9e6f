package dev.hearth.deployment.manager;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A container that systemd starts by a Quadlet, rootless or not. */
final class QuadletManager implements Manager {
  private final Systemd systemd;
  private final Containers podman;
  private final Generator generator;
  private final PageProbe pages;
  private final String container;

  QuadletManager(
      Systemd systemd, Containers podman, Generator generator, PageProbe pages, String container) {
    this.systemd = systemd;
    this.podman = podman;
    this.generator = generator;
    this.pages = pages;
    this.container = Names.container(container);
  }

  @Override
  public void reload() {
    systemd.reload();
  }

  @Override
  public void restart() {
    if (!systemd.status().exists()) {
      List<String> complaints = generator.complaints();
      throw new ProblemException(
          new Problem(
              Problem.Kind.NOT_FOUND,
              "There is no unit " + systemd.unit() + ": Podman's generator made none",
              complaints.isEmpty()
                  ? "it names no mistake; is the file in a folder that it reads?"
                  : String.join("; ", complaints),
              "Correct the Quadlet, then type: systemctl"
                  + (systemd.user() ? " --user" : "")
                  + " daemon-reload"));
    }
    systemd.restart();
  }

  @Override
  public void stop() {
    systemd.stop();
  }

  @Override
  public State state() {
    return systemd.status().state();
  }

  @Override
  public boolean hasImage(String image) {
    return podman.images().has(image);
  }

  @Override
  public void pull(String image, LongConsumer bytes) {
    podman.images().pull(image, bytes);
  }

  @Override
  public List<String> devicesInside(List<String> nodes) {
    return podman.devicesInside(container, nodes);
  }

  @Override
  public List<String> namesInside(String folder) {
    return podman.namesInside(container, folder);
  }

  @Override
  public Optional<String> trouble(Probe probe) {
    return switch (probe) {
      case Probe.Http page -> pages.trouble(page);
      case Probe.Inside(List<String> argv) -> podman.trouble(container, argv);
    };
  }

  /** The journal's; a container that logs elsewhere is asked through Podman. */
  @Override
  public List<String> log(Instant since) {
    List<String> journal = systemd.journal(since);
    return journal.isEmpty() ? podman.log(container, since) : journal;
  }

  @Override
  public Words words() {
    return systemd.words();
  }
}
