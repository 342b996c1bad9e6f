package dev.hearth.bench.lab;

import dev.hearth.inference.device.Provider;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The laboratory's commands. */
@Command(
    name = "gpu-lab",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "Measures the engine on a GPU.")
public final class LabCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final PrintWriter out;

  private LabCommand(PrintWriter out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    Pack pack = new Pack(Path.of(System.getProperty("hearth.lab", "")).toAbsolutePath());
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(out, pack, arguments));
  }

  /** Runs one command line to its exit code. */
  static int run(PrintWriter out, Pack pack, String... arguments) {
    CommandLine line = new CommandLine(new LabCommand(out));
    line.addSubcommand(new RunCommand(out, pack));
    line.addSubcommand(new StageCommand());
    line.addSubcommand(new PhotosCommand());
    line.registerConverter(Provider.class, LabCommand::provider);
    line.setOut(out);
    line.setErr(out);
    line.setUsageHelpWidth(80);
    line.setParameterExceptionHandler((wrong, _) -> explain(out, wrong));
    line.setExecutionExceptionHandler((failure, _, _) -> {
      if (!(failure instanceof ProblemException refused)) {
        throw failure;
      }
      Problem problem = refused.problem();
      out.println("gpu-lab: " + problem.what() + ": " + problem.evidence());
      out.println("  " + problem.remedy());
      out.flush();
      return problem.kind() == Problem.Kind.BAD_SETTING ? USAGE : FAILED;
    });
    return line.execute(arguments);
  }

  private static int explain(PrintWriter out, ParameterException wrong) {
    out.println("gpu-lab: " + wrong.getMessage());
    out.println("  gpu-lab run --help");
    out.flush();
    return USAGE;
  }

  private static Provider provider(String key) {
    return Provider.of(key)
        .orElseThrow(
            () -> new TypeConversionException("'" + key + "' is none of cpu, vulkan, cuda"));
  }

  @Override
  public Integer call() {
    out.println("gpu-lab: name a command");
    out.println("  gpu-lab run --help");
    out.flush();
    return USAGE;
  }
}
