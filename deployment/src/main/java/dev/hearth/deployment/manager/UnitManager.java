package dev.hearth.deployment.manager;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** A program of this machine that systemd runs as a unit. */
public final class UnitManager implements Manager {
  private final Programs programs;
  private final Systemd systemd;
  private final PageProbe pages;
  private final Supplier<Images> images;

  /**
   * A unit.
   *
   * @param images of whichever engine is here: libraries may be taken out of one
   */
  UnitManager(Programs programs, Systemd systemd, PageProbe pages, Supplier<Images> images) {
    this.programs = programs;
    this.systemd = systemd;
    this.pages = pages;
    this.images = images;
  }

  @Override
  public void reload() {
    systemd.reload();
  }

  @Override
  public void restart() {
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
    return images.get().has(image);
  }

  @Override
  public void pull(String image, LongConsumer bytes) {
    images.get().pull(image, bytes);
  }

  /** By the process's own view; else by what the unit's settings leave of this machine's nodes. */
  @Override
  public List<String> devicesInside(List<String> nodes) {
    UnitStatus status = running();
    Machine machine = programs.machine();
    return status
        .mainPid()
        .flatMap(pid -> Containers.byProcess(machine, pid, nodes))
        .orElseGet(() -> nodes.stream().filter(machine::exists).toList())
        .stream()
        .filter(node -> UnitDevices.allows(status, node))
        .toList();
  }

  private UnitStatus running() {
    UnitStatus status = systemd.status();
    if (status.mainPid().isEmpty()) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The unit " + systemd.unit() + " does not run",
              status.state().detail(),
              "Type: " + systemd.words().log()));
    }
    return status;
  }

  /** The environment that the running program really has; where that is secret, its unit's. */
  public Map<String, String> environment() {
    UnitStatus status = running();
    String path = "/proc/" + status.mainPid().orElse(0) + "/environ";
    return switch (programs.machine().bytes(path)) {
      case Reading.Known<byte[]>(byte[] environ) -> Variables.ofProcess(environ);
      case Reading.Unknown<byte[]> _ ->
          programs.mayBeRoot() ? asRoot(path) : Variables.ofUnit(status.property("Environment"));
    };
  }

  private Map<String, String> asRoot(String path) {
    Finished finished =
        programs.must(
            Call.brief(Call.As.ROOT, List.of("cat", path)),
            "The environment of " + systemd.unit() + " cannot be read",
            "See what its unit says: " + systemd.words().state());
    return Variables.ofProcess(finished.stdout().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Optional<String> trouble(Probe probe) {
    return switch (probe) {
      case Probe.Http page -> pages.trouble(page);
      case Probe.Inside(List<String> argv) ->
          Containers.ended(programs, Call.brief(Call.As.USER, argv), String.join(" ", argv));
    };
  }

  @Override
  public List<String> log(Instant since) {
    return systemd.journal(since);
  }

  @Override
  public Words words() {
    return systemd.words();
  }
}
