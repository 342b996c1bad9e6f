package dev.hearth.cli;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Supervisor;
import dev.hearth.planning.plan.Wish;
import dev.hearth.server.spelling.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a person asks of a plan: the same options for plan, render and up. */
final class WishOptions {
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,9})\\s*([kmgt])?(i?b)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      completionCandidates = BackendNames.class,
      description = "What computes: ${COMPLETION-CANDIDATES}. Default: the best here.")
  @Nullable String backend;

  @Option(
      names = "--manager",
      paramLabel = "NAME",
      completionCandidates = ManagerNames.class,
      description = {"Who runs it: ${COMPLETION-CANDIDATES}.", "Default: who runs it now."})
  @Nullable String manager;

  @Option(
      names = "--accelerator",
      paramLabel = "WHICH",
      completionCandidates = RenderNodes.class,
      description = {
        "An id, a PCI address, a render node or a part of the name;",
        "several times for several. Default: the best here."
      })
  List<String> accelerators = new ArrayList<>();

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      description = "Another image, or a tag alone: --image :v3.0.1-rocm.")
  @Nullable String image;

  @Option(names = "--name", paramLabel = "NAME", description = "Of its container or unit.")
  @Nullable String name;

  @Option(names = "--port", paramLabel = "PORT", description = "Where it is reached here.")
  @Nullable Integer port;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A variable of its environment; NAME= leaves one out.")
  List<String> variables = new ArrayList<>();

  @Option(names = "--memory", paramLabel = "SIZE", description = "Its limit, as 4GiB.")
  @Nullable String memory;

  /** For shell completion. */
  static final class BackendNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Backend.values()).map(Backend::key).iterator();
    }
  }

  /** For shell completion: the render nodes of this machine, since shells break words at colons. */
  static final class RenderNodes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Looking.quick(RootOption.machine(null), false).accelerators().stream()
          .flatMap(each -> each.node(DeviceNode.Role.RENDER).stream())
          .map(node -> node.path().substring(node.path().lastIndexOf('/') + 1))
          .iterator();
    }
  }

  /** For shell completion. */
  static final class ManagerNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Supervisor.values()).map(Supervisor::key).iterator();
    }
  }

  /** Whether something is asked for that only a service that is deployed has. */
  boolean ofServicesOnly() {
    return manager != null
        || image != null
        || name != null
        || memory != null
        || !variables.isEmpty();
  }

  /** The options as the planner takes them. */
  Wish wish() {
    return new Wish(
        known("--backend", backend, Backend::of, new BackendNames()),
        known("--manager", manager, Supervisor::of, new ManagerNames()),
        accelerators,
        Optional.ofNullable(image),
        Optional.ofNullable(name),
        Optional.ofNullable(port),
        environment(),
        Optional.ofNullable(memory).map(WishOptions::bytes));
  }

  private static <T> Optional<T> known(
      String option,
      @Nullable String value,
      Function<String, Optional<T>> meaning,
      Iterable<String> names) {
    if (value == null) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>();
    names.forEach(all::add);
    Optional<T> meant = meaning.apply(value.toLowerCase(Locale.ROOT));
    if (meant.isEmpty()) {
      String near =
          NearestName.of(value, all).map(each -> "Did you mean " + each + "? ").orElse("");
      throw new ProblemException(
          Problem.Kind.BAD_SETTING,
          option + " cannot be " + value,
          near + "One of " + String.join(", ", all) + ".");
    }
    return meant;
  }

  private Map<String, String> environment() {
    Map<String, String> set = new LinkedHashMap<>();
    for (String each : variables) {
      int equals = each.indexOf('=');
      if (equals < 1 || !NAME.matcher(each.substring(0, equals)).matches()) {
        throw new ProblemException(
            Problem.Kind.BAD_SETTING,
            "--set wants a variable and its value, not " + each,
            "--set HSA_USE_SVM=0, or --set HSA_USE_SVM= to leave it out");
      }
      set.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return set;
  }

  /** Reads 4GiB, 512m, 4g: all in powers of 1024, as Podman and Docker take them. */
  static long bytes(String text) {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING, "--memory wants a size, not " + text, "--memory 4GiB");
    }
    String unit = size.group(2) == null ? "" : size.group(2).toLowerCase(Locale.ROOT);
    int power =
        switch (unit) {
          case "k" -> 1;
          case "m" -> 2;
          case "g" -> 3;
          case "t" -> 4;
          default -> 0;
        };
    return Long.parseLong(size.group(1)) << (10 * power);
  }
}
