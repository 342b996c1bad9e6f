package dev.hearth.cli;

import dev.hearth.deployment.NativeLibraries;
import dev.hearth.deployment.edit.Edited;
import dev.hearth.deployment.edit.Editor;
import dev.hearth.deployment.edit.Folders;
import dev.hearth.deployment.render.Renderer;
import dev.hearth.deployment.site.Found;
import dev.hearth.deployment.site.Installation;
import dev.hearth.deployment.site.Site;
import dev.hearth.deployment.site.Sought;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.ProcessCommandRunner;
import dev.hearth.machine.host.Account;
import dev.hearth.machine.host.HostProbe;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Plan;
import dev.hearth.planning.plan.Present;
import dev.hearth.planning.service.ServiceDescription;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a service is set up on this machine, and what a plan would change of that. */
final class Installations {
  private final Machine machine;
  private final Account account;
  private final Site site;
  private final Sought sought;

  private Installations(Machine machine, Account account, CommandRunner runner, Sought sought) {
    this.machine = machine;
    this.account = account;
    this.site = new Site(machine, account, runner);
    this.sought = sought;
  }

  static Installations of(Keeper keeper, ServiceDescription service) {
    return new Installations(
        keeper.machine(), keeper.account(), keeper.runner(), Sought.of(service));
  }

  /**
   * How a service runs on this machine now, for who only looks.
   *
   * @param name of its container or unit, where the user says it
   */
  static Optional<Present> present(
      Machine machine, ServiceDescription service, Optional<String> name) {
    return new Installations(
            machine, HostProbe.account(machine), new ProcessCommandRunner(), Sought.of(service))
        .one(Optional.empty(), name)
        .map(Installation::present);
  }

  /** The service as it is installed: a program has a version of its own. */
  static ServiceDescription installed(
      Machine machine, ServiceDescription service, Optional<Present> present) {
    return present
        .filter(each -> each.supervisor() == Supervisor.SYSTEMD)
        .flatMap(_ ->
            NativeLibraries.of(machine, new ProcessCommandRunner(), service.id(), Optional.empty()))
        .map(libraries -> libraries.installed(service))
        .orElse(service);
  }

  /** All of them. */
  Found found() {
    return site.look(sought);
  }

  /**
   * The one that is meant.
   *
   * @param file that the user names
   * @param name of its container or unit
   * @return empty where there is none
   * @throws ProblemException where there are several, or one that no file describes
   */
  Optional<Installation> one(Optional<Path> file, Optional<String> name) {
    if (file.isPresent()) {
      return Optional.of(site.named(file.get(), sought));
    }
    Found found = found();
    List<Installation> meant =
        found.installations().stream()
            .filter(each -> name.isEmpty() || name.get().equals(each.present().name()))
            .toList();
    if (meant.size() > 1) {
      throw several(meant);
    }
    if (meant.isEmpty() && name.isEmpty() && !found.others().isEmpty()) {
      throw new ProblemException(found.others().getFirst());
    }
    return meant.stream().findFirst();
  }

  /** That there has to be one. */
  ProblemException none() {
    String id = sought.service().id();
    return new ProblemException(
        Problem.Kind.NOT_FOUND,
        id + " is not set up here, as far as Hearth sees",
        "Name its file (--file), or set it up: hearth up " + id);
  }

  private ProblemException several(List<Installation> meant) {
    String id = sought.service().id();
    return new ProblemException(
        new Problem(
            Problem.Kind.UNPROCESSABLE,
            id + " is set up " + meant.size() + " times here",
            meant.stream()
                .map(each -> each.present().name() + " (" + each.files() + ")")
                .collect(Collectors.joining(", ")),
            "Name one: --file "
                + meant.getFirst().files().stream().findFirst().orElse(Path.of("FILE"))));
  }

  /**
   * What a plan changes.
   *
   * @param data Hearth's folder for compose projects of its own
   */
  Edited edit(Plan plan, Optional<Installation> installation, Path data) {
    Folders folders =
        plan.rootless()
            ? Folders.rootless(Path.of(account.home().orElse("/")), data)
            : Folders.rootful(data);
    Editor editor = new Editor(Renderer::render);
    Map<Path, String> texts = new HashMap<>();
    installation.ifPresent(each -> texts.putAll(site.texts(each)));
    if (installation.isEmpty() || installation.get().present().supervisor() != plan.supervisor()) {
      editor.places(plan, folders).forEach(path -> read(path, texts));
    }
    return editor.edit(plan, installation, texts, folders);
  }

  private void read(Path path, Map<Path, String> texts) {
    machine
        .bytes(path.toString())
        .asOptional()
        .ifPresent(bytes -> texts.put(path, new String(bytes, StandardCharsets.UTF_8)));
  }
}
