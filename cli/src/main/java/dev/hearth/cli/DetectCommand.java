package dev.hearth.cli;

import dev.hearth.cli.report.Paint;
import dev.hearth.cli.report.SurveyJson;
import dev.hearth.cli.report.SurveyText;
import dev.hearth.cli.report.VulkanText;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.survey.Survey;
import dev.hearth.machine.vulkan.PhysicalDevice;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hearth detect}: the accelerators, and what each can do. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    header = "Show the accelerators of this machine, and for each backend: usable, or why not.",
    description = {
      "Reads the kernel's files and NVIDIA's library; needs no root, starts no program and",
      "changes nothing. --json prints the document hearth.machine/1."
    })
final class DetectCommand implements Callable<Integer> {
  @Mixin RootOption root = new RootOption();

  @Option(names = "--json", description = "For scripts: the document hearth.machine/1.")
  boolean json;

  @Option(
      names = "--probe",
      description = "Load the Vulkan drivers too, and list the devices they really offer.")
  boolean probe;

  private final Terminal terminal;

  DetectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return show(terminal, root.root, json, probe);
  }

  /**
   * The command line where it is one of those that scripts and prompts repeat: parsing it with all
   * commands at hand would take longer than looking at the machine.
   */
  static Optional<Integer> shortcut(Terminal terminal, List<String> arguments) {
    if (arguments.isEmpty() || !arguments.getFirst().equals("detect")) {
      return Optional.empty();
    }
    boolean json = false;
    Optional<Path> root = Optional.empty();
    Iterator<String> rest = arguments.subList(1, arguments.size()).iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      if (word.equals("--json")) {
        json = true;
      } else if (word.equals("--root") && rest.hasNext() && root.isEmpty()) {
        root = Optional.of(Path.of(rest.next()));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(show(terminal, root.orElse(null), json, false));
  }

  static int show(Terminal terminal, @Nullable Path root, boolean json, boolean probe) {
    Machine machine = RootOption.machine(root);
    Survey survey = Looking.quick(machine, root == null);
    Optional<Reading<List<PhysicalDevice>>> devices =
        probe ? Optional.of(VulkanProbing.devices(survey, root == null)) : Optional.empty();
    if (json) {
      terminal
          .out()
          .println(
              Json.pretty(
                  SurveyJson.of(
                      survey, Version.current(), each -> Backends.of(survey, each), devices)));
      return ExitCodes.GOOD;
    }
    Paint paint = new Paint(terminal.colours());
    SurveyText.of(survey, each -> Backends.of(survey, each), paint)
        .forEach(terminal.out()::println);
    devices.map(VulkanText::of).orElse(List.of()).forEach(terminal.out()::println);
    return ExitCodes.GOOD;
  }
}
