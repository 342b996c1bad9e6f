package dev.hearth.cli;

import dev.hearth.cli.report.BackendLine;
import dev.hearth.cli.report.FitJson;
import dev.hearth.cli.report.FitText;
import dev.hearth.cli.report.Paint;
import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.ModelFolder;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.machine.Reading;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.survey.Survey;
import dev.hearth.planning.Backend;
import dev.hearth.planning.fit.DeviceMemory;
import dev.hearth.planning.fit.Fit;
import dev.hearth.planning.fit.FitReport;
import dev.hearth.planning.fit.KvType;
import dev.hearth.planning.fit.MemoryNeed;
import dev.hearth.planning.fit.NeedOptions;
import dev.hearth.planning.fit.Needs;
import dev.hearth.planning.fit.ServiceModels;
import dev.hearth.planning.fit.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth fit}: whether a model fits, where it would lie, and what that costs. */
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    header = "Say whether a model fits an accelerator, where it would lie, and what that costs.",
    description = {
      "TARGET is a model file (GGUF, safetensors, ONNX; shards are found), a folder of them,",
      "a model of the store (ocr/starter), one that Ollama has (llama3.2:3b), or a service.",
      "Only the heads of files are read. Speeds are estimates, with their formula.",
      "Exit code: 0 when it fits, 1 when it spills, does not fit, or cannot be known."
    })
final class FitCommand implements Callable<Integer> {
  @Mixin RootOption root = new RootOption();

  @Option(names = "--json", description = "For scripts: the document hearth.fit/1.")
  boolean json;

  @Option(
      names = "--accelerator",
      paramLabel = "ID",
      description = "Which, by hearth detect; cpu for the processor. Default: the first.")
  @Nullable String accelerator;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "cpu, rocm, cuda, openvino, vulkan, armnn or rknn. Default: the first usable.")
  @Nullable String backend;

  @Option(
      names = "--context",
      paramLabel = "TOKENS",
      defaultValue = "4096",
      description = "Tokens a language model keeps for one conversation (4096).")
  long context = NeedOptions.USUAL_CONTEXT;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "1",
      description = "Conversations at once (1).")
  int parallel = 1;

  @Option(
      names = "--kv",
      paramLabel = "TYPE",
      defaultValue = "f16",
      description = "How the key-value cache is stored: f16, q8_0 or q4_0.")
  String kv = "f16";

  @Option(
      names = "--size",
      paramLabel = "NAME=N",
      description = "The size of a free dimension of an ONNX model: --size height=640.")
  Map<String, Long> sizes = new LinkedHashMap<>();

  @Parameters(paramLabel = "TARGET", description = "A file, a folder, a model, or a service.")
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  String target;

  private final Terminal terminal;
  private final Places places;

  FitCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  @Override
  public Integer call() {
    Survey survey = Looking.quick(root.machine(), root.live());
    Optional<Accelerator> chosen = chosen(survey);
    NeedOptions options = options(survey, chosen);
    FitReport report = Fit.of(named(need(options)), memory(survey, chosen));
    if (json) {
      String id = chosen.map(Accelerator::id).orElse("");
      terminal.out().println(Json.pretty(FitJson.of(report, Version.current(), id)));
    } else {
      FitText.of(report, new Paint(terminal.colours())).forEach(terminal.out()::println);
    }
    return report.verdict() == Verdict.FITS || report.verdict() == Verdict.FITS_SHARED
        ? ExitCodes.GOOD
        : ExitCodes.NO;
  }

  private Optional<Accelerator> chosen(Survey survey) {
    if (accelerator == null) {
      return survey.accelerators().stream().findFirst();
    }
    if (accelerator.equals("cpu")) {
      return Optional.empty();
    }
    return Optional.of(
        survey
            .accelerator(accelerator)
            .orElseThrow(() ->
                new ProblemException(
                    Problem.Kind.NOT_FOUND,
                    "There is no accelerator " + accelerator,
                    "One of "
                        + survey.accelerators().stream()
                            .map(Accelerator::id)
                            .collect(Collectors.joining(", ", "", ", cpu.")))));
  }

  private NeedOptions options(Survey survey, Optional<Accelerator> chosen) {
    if (context < 1 || parallel < 1) {
      throw new ProblemException(
          Problem.Kind.BAD_SETTING, "--context and --parallel begin at 1", "hearth fit --help");
    }
    KvType type =
        Arrays.stream(KvType.values())
            .filter(each -> each.id().equals(kv))
            .findFirst()
            .orElseThrow(() -> unknown("--kv", kv, "f16, q8_0 or q4_0"));
    return new NeedOptions(backend(survey, chosen), context, parallel, type, false, sizes);
  }

  private Backend backend(Survey survey, Optional<Accelerator> chosen) {
    String name = backend == null ? chosen.map(each -> best(survey, each)).orElse("cpu") : backend;
    return Arrays.stream(Backend.values())
        .filter(each -> each.key().equals(name))
        .findFirst()
        .orElseThrow(() ->
            unknown(
                "--backend",
                name,
                Arrays.stream(Backend.values())
                    .map(Backend::key)
                    .collect(Collectors.joining(", "))));
  }

  /** The first backend that can be used; where none can, the first there would be. */
  private static String best(Survey survey, Accelerator accelerator) {
    var lines = Backends.of(survey, accelerator);
    return lines.stream()
        .filter(BackendLine::usable)
        .findFirst()
        .or(() -> lines.stream().findFirst())
        .map(BackendLine::backend)
        .orElse("cpu");
  }

  private static ProblemException unknown(String option, String value, String known) {
    return new ProblemException(
        Problem.Kind.BAD_SETTING,
        option + " is " + known.toLowerCase(Locale.ROOT) + ", not " + value,
        "hearth fit --help");
  }

  /** Under the name that was typed: files of models are all called model.onnx. */
  private MemoryNeed named(MemoryNeed need) {
    return new MemoryNeed(
        target,
        need.weights(),
        need.activations(),
        need.kvCache(),
        need.overhead(),
        need.execution(),
        need.notes());
  }

  private MemoryNeed need(NeedOptions options) {
    if (!Files.exists(Path.of(target))) {
      Optional<Path> ollama = OllamaModels.find(target, terminal.environment());
      if (ollama.isPresent()) {
        return Needs.of(FitTarget.read(ollama.get()), options);
      }
      Optional<Path> stored = stored();
      if (stored.isPresent()) {
        return Needs.of(FitTarget.read(stored.get()), options);
      }
      if (ServiceModels.of(target) instanceof Reading.Known<ServiceModels>(var service)) {
        return Needs.of(service, options.backend());
      }
    }
    return Needs.of(FitTarget.read(Path.of(target)), options);
  }

  /** A model of the store, written task/name. */
  private Optional<Path> stored() {
    int slash = target.indexOf('/');
    if (slash <= 0) {
      return Optional.empty();
    }
    return Task.ofWireName(target.substring(0, slash))
        .flatMap(task ->
            Assembly.store(
                    SettingsLoading.load(
                        terminal, places, Optional.empty(), Optional.empty(), Map.of()))
                .find(task, ModelName.of(target.substring(slash + 1))))
        .map(ModelFolder::path);
  }

  private static DeviceMemory memory(Survey survey, Optional<Accelerator> chosen) {
    return chosen
        .map(each -> FitMemory.of(each, survey.host().memory()))
        .orElseGet(() -> FitMemory.processor(survey.host().memory()));
  }
}
