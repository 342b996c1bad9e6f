package dev.hearth.cli;

import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.RuntimesJson;
import dev.hearth.cli.report.RuntimesText;
import dev.hearth.cli.report.Sizes;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtimes.InstalledRuntime;
import dev.hearth.inference.runtimes.RuntimeState;
import dev.hearth.inference.runtimes.RuntimeStore;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth runtimes}: the native libraries that give the engine a GPU. */
@Command(
    name = "runtimes",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "List, install and remove the runtimes that give the engine a GPU.",
    description = {
      "vulkan comes out of an npm package, cuda out of one of Maven, both pinned by version",
      "and checksum; openvino and migraphx are libraries of their makers, given with --from.",
      "They lie in ~/.local/share/hearth/runtimes (XDG_DATA_HOME)."
    })
final class RuntimesCommand {
  private static final String RUNTIME = "RUNTIME";

  private final Terminal terminal;
  private final Places places;

  RuntimesCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  /** For the shell's completion. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return installable().map(Provider::key).iterator();
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "What is installed, what could be, and why not.")
  int list(
      @Option(names = "--json", description = "For scripts: the document hearth.runtimes/1.")
          boolean json,
      @Option(
              names = "--verify",
              description = "Take all checksums anew; exit code 1 when one is wrong.")
          boolean verify) {
    List<RuntimeState> states = store().states(verify);
    if (json) {
      terminal.out().println(Json.pretty(RuntimesJson.of(states, Version.current())));
    } else {
      RuntimesText.of(states, places.runtimes().toString(), new Paint(terminal.colours()))
          .forEach(terminal.out()::println);
    }
    boolean bad = states.stream().anyMatch(RuntimeState.Damaged.class::isInstance);
    return verify && bad ? ExitCodes.NO : ExitCodes.GOOD;
  }

  @Command(
      name = "install",
      mixinStandardHelpOptions = true,
      description = "Fetch a runtime and keep it; one that is there and whole is left as it is.")
  int install(
      @Parameters(
              paramLabel = RUNTIME,
              completionCandidates = Names.class,
              description = "One of ${COMPLETION-CANDIDATES}.")
          String name,
      @Option(
              names = "--from",
              paramLabel = "FILE",
              description = {
                "vulkan, cuda: the package, fetched elsewhere.",
                "openvino, migraphx: the provider's plug-in library; it stays where it is."
              })
          @Nullable Path from) {
    Provider provider = named(name);
    RuntimeStore store = store();
    Optional<Path> file = Optional.ofNullable(from);
    boolean there = file.isEmpty() && isWhole(store, provider);
    if (!there && file.isEmpty()) {
      announce(store, provider);
    }
    InstalledRuntime runtime =
        store.install(provider, file, new ProgressBar(terminal, System::nanoTime));
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%s is %s: %s from %s, in %s%n",
            provider.key(),
            there ? "installed already" : "installed",
            Sizes.decimal(runtime.bytes()),
            runtime.origin(),
            runtime.folder());
    return ExitCodes.GOOD;
  }

  @Command(
      name = "rm",
      mixinStandardHelpOptions = true,
      description = "Remove a runtime, damaged or not.")
  int remove(
      @Parameters(
              paramLabel = RUNTIME,
              arity = "1..*",
              completionCandidates = Names.class,
              description = "Of ${COMPLETION-CANDIDATES}.")
          List<String> names) {
    List<Provider> providers = names.stream().map(RuntimesCommand::named).toList();
    RuntimeStore store = store();
    for (Provider provider : providers) {
      long bytes = store.bytes(provider);
      if (!store.remove(provider)) {
        throw new ProblemException(
            Problem.Kind.NOT_FOUND,
            "The runtime " + provider.key() + " is not installed",
            "hearth runtimes list");
      }
      terminal.out().println("removed " + provider.key() + ", freed " + Sizes.decimal(bytes));
    }
    return ExitCodes.GOOD;
  }

  /** What it costs is said before it costs it. */
  private void announce(RuntimeStore store, Provider provider) {
    for (RuntimeState state : store.states(false)) {
      if (state instanceof RuntimeState.Installable(Provider each, _, long fetched, long kept)
          && each == provider) {
        terminal
            .err()
            .printf(
                Locale.ROOT,
                "%s: %s to fetch, %s stay on disk%n",
                provider.key(),
                Sizes.decimal(fetched),
                Sizes.decimal(kept));
      }
    }
  }

  private static boolean isWhole(RuntimeStore store, Provider provider) {
    try {
      return store.find(provider).isPresent();
    } catch (ProblemException damaged) {
      return false;
    }
  }

  private RuntimeStore store() {
    return RuntimeStores.of(terminal, places);
  }

  private static Stream<Provider> installable() {
    return Stream.of(Provider.values()).filter(each -> each != Provider.CPU);
  }

  private static Provider named(String name) {
    return installable()
        .filter(each -> each.key().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ProblemException(
                Problem.Kind.BAD_SETTING,
                name.equals(Provider.CPU.key())
                    ? "The runtime cpu is built in"
                    : "There is no runtime " + name,
                "One of "
                    + installable().map(Provider::key).collect(Collectors.joining(", "))
                    + ". hearth runtimes list"));
  }
}
