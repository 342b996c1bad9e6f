package dev.hearth.inference.runtimes;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.CommandRunner;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.elf.ElfMachine;
import dev.hearth.machine.elf.LibrarySearch;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The runtimes under the user's data directory: one folder each, with a manifest. */
public final class RuntimeStore {
  private final Path folder;
  private final RuntimeSurroundings surroundings;
  private final Catalogue catalogue;
  private final Verification verification;

  /**
   * @param folder of all runtimes; made when the first is installed
   * @param programs runs npm and Maven
   */
  public RuntimeStore(Path folder, CommandRunner programs) {
    this(folder, RuntimeSurroundings.live(programs, ""));
  }

  /**
   * @param folder of all runtimes; made when the first is installed
   */
  public RuntimeStore(Path folder, RuntimeSurroundings surroundings) {
    this(folder, surroundings, Catalogue.current());
  }

  RuntimeStore(Path folder, RuntimeSurroundings surroundings, Catalogue catalogue) {
    this.folder = folder.toAbsolutePath().normalize();
    this.surroundings = surroundings;
    this.catalogue = catalogue;
    this.verification = new Verification(catalogue.version());
  }

  /** Those that are installed, by their manifests; files are not checked. */
  public List<InstalledRuntime> list() {
    return Stream.of(Provider.values())
        .map(this::place)
        .flatMap(place -> RuntimeManifest.of(place).map(each -> each.in(place)).stream())
        .toList();
  }

  /**
   * The runtime of a provider, verified: every file is the one whose checksum was taken.
   *
   * @return empty where none is installed
   * @throws dev.hearth.machine.ProblemException {@code UNAVAILABLE} when it is damaged
   */
  public Optional<InstalledRuntime> find(Provider provider) {
    return isThere(provider)
        ? Optional.of(verification.of(provider, place(provider)))
        : Optional.empty();
  }

  /**
   * What there is of each provider, the processor first.
   *
   * @param thorough whether every checksum is taken anew, however long it takes
   */
  public List<RuntimeState> states(boolean thorough) {
    return Stream.of(Provider.values()).map(each -> state(each, thorough)).toList();
  }

  private RuntimeState state(Provider provider, boolean thorough) {
    if (provider == Provider.CPU) {
      return new RuntimeState.BuiltIn(provider, catalogue.version());
    }
    if (isThere(provider)) {
      try {
        return new RuntimeState.Installed(
            thorough
                ? verification.thorough(provider, place(provider))
                : verification.of(provider, place(provider)));
      } catch (ProblemException damaged) {
        return new RuntimeState.Damaged(provider, bytes(provider), damaged.problem());
      }
    }
    Recipe recipe = recipe(provider);
    Optional<Problem> refusal = recipe.refusal();
    if (refusal.isPresent()) {
      return new RuntimeState.Absent(provider, refusal.get());
    }
    return switch (recipe) {
      case PackagedRuntime packaged ->
          new RuntimeState.Installable(
              provider,
              packaged.pinned().origin(),
              packaged.pinned().bytes(),
              packaged.pinned().kept());
      case PluginRuntime plugin -> new RuntimeState.Absent(provider, plugin.wanting());
    };
  }

  /** Why the runtime of a provider cannot be installed on this machine; empty where it can. */
  public Optional<Problem> refusal(Provider provider) {
    return provider == Provider.CPU ? Optional.empty() : recipe(provider).refusal();
  }

  /**
   * Installs the runtime of a provider with the ordinary clients, or from a path. One that is
   * installed and whole is left as it is, unless a path is given; a damaged one is replaced.
   *
   * @param from the provider's library where the user must give one; else the package, fetched
   *     before
   */
  public InstalledRuntime install(Provider provider, Optional<Path> from, Progress progress) {
    if (provider == Provider.CPU) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          "The runtime of the processor comes with Hearth",
          "There is nothing to install.");
    }
    Recipe recipe = recipe(provider);
    recipe
        .refusal()
        .ifPresent(why -> {
          throw new ProblemException(why);
        });
    if (from.isEmpty()) {
      Optional<InstalledRuntime> there =
          switch (recipe) {
            case PackagedRuntime _ -> whole(provider);
            case PluginRuntime plugin -> Optional.of(given(provider, plugin));
          };
      if (there.isPresent()) {
        return there.get();
      }
    }
    return new Installation(folder, provider, surroundings, catalogue.version())
        .run(recipe, from, progress, () -> whole(provider));
  }

  /** A plug-in that was given before; only the person knows where another lies. */
  private InstalledRuntime given(Provider provider, PluginRuntime plugin) {
    return find(provider).orElseThrow(() -> new ProblemException(plugin.wanting()));
  }

  private Optional<InstalledRuntime> whole(Provider provider) {
    try {
      return find(provider);
    } catch (ProblemException damaged) {
      return Optional.empty();
    }
  }

  /** Bytes that a runtime takes on disk, damaged or not; 0 where none is installed. */
  public long bytes(Provider provider) {
    return isThere(provider) ? Growth.bytes(place(provider)) : 0;
  }

  /** Removes a runtime, damaged or not; says whether there was one. */
  public boolean remove(Provider provider) {
    return isThere(provider)
        && new Installation(folder, provider, surroundings, catalogue.version()).undo();
  }

  private boolean isThere(Provider provider) {
    return Files.exists(place(provider), LinkOption.NOFOLLOW_LINKS);
  }

  private Path place(Provider provider) {
    return folder.resolve(provider.key());
  }

  private Recipe recipe(Provider provider) {
    // On other processors nothing is looked for: there is no runtime for them.
    ElfMachine machine = catalogue.architecture().elf().orElse(ElfMachine.X86_64);
    SystemLibraries libraries =
        new SystemLibraries(
            new LibrarySearch(surroundings.machine(), machine, surroundings.libraryPath()));
    return switch (provider) {
      case OPENVINO, MIGRAPHX -> new PluginRuntime(provider, catalogue.architecture(), libraries);
      case CPU, VULKAN, CUDA ->
          new PackagedRuntime(provider, catalogue, surroundings.programs(), libraries);
    };
  }
}
