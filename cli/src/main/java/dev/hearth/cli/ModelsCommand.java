package dev.hearth.cli;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.FileCheck;
import dev.hearth.inference.store.ModelFolder;
import dev.hearth.inference.store.ModelStore;
import dev.hearth.inference.store.StoredModel;
import dev.hearth.inference.store.Verification;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.server.settings.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth models}: what the model store holds, and changes to it. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "List, fetch, check and remove the engine's models.",
    description = {
      "A model is named TASK/NAME, as in clip/ViT-B-32__openai, facial-recognition/buffalo_l,",
      "ocr/PP-OCRv5_mobile, text/ProsusAI/finbert.",
      "NAME starter is the small model that comes with Hearth."
    })
final class ModelsCommand {
  private static final String MODEL = "MODEL";

  private final Terminal terminal;
  private final Places places;

  ModelsCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "What is there.")
  int list(
      @Mixin ServingOptions options,
      @Option(names = "--json", description = "For scripts.") boolean json) {
    List<StoredModel> models = Assembly.store(settings(options)).list();
    if (json) {
      terminal.out().println(Json.pretty(models.stream().map(ModelsCommand::asMap).toList()));
      return ExitCodes.GOOD;
    }
    if (models.isEmpty()) {
      terminal.out().println("No models yet. hearth up fetches the starter models.");
    }
    for (StoredModel model : models) {
      String states =
          model.states().stream()
              .map(state -> state.name().toLowerCase(Locale.ROOT).replace('_', ' '))
              .sorted()
              .collect(Collectors.joining(", "));
      terminal
          .out()
          .printf(
              Locale.ROOT,
              "%-44s %8s  %s%n",
              model.folder().label(),
              ProgressBar.bytes(model.bytes()),
              states);
    }
    return ExitCodes.GOOD;
  }

  @Command(
      name = "pull",
      mixinStandardHelpOptions = true,
      description = "Fetch what is missing of a model.")
  int pull(
      @Mixin ServingOptions options,
      @Parameters(paramLabel = MODEL, arity = "1..*") List<String> models) {
    Settings settings = settings(options);
    ModelStore store = Assembly.store(settings);
    var puller = Assembly.puller(settings, places, store);
    for (String model : models) {
      Named named = Named.parse(model);
      ModelFolder folder =
          puller.pull(named.task(), named.name(), new ProgressBar(terminal, System::nanoTime));
      terminal.out().println(folder.label() + " is in " + folder.path());
    }
    return ExitCodes.GOOD;
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Check files against their checksums; all models when none is named.")
  int verify(
      @Mixin ServingOptions options,
      @Option(names = "--json", description = "For scripts.") boolean json,
      @Parameters(paramLabel = MODEL, arity = "0..*") List<String> models) {
    ModelStore store = Assembly.store(settings(options));
    List<ModelFolder> folders =
        models == null || models.isEmpty()
            ? store.list().stream().map(StoredModel::folder).toList()
            : models.stream().map(model -> existing(store, Named.parse(model))).toList();
    boolean bad = false;
    Map<String, List<FileCheck>> checked = new LinkedHashMap<>();
    for (ModelFolder folder : folders) {
      List<FileCheck> checks =
          Verification.of(folder, new ProgressBar(terminal, System::nanoTime).quiet());
      checked.put(folder.label(), checks);
      bad |= checks.stream().anyMatch(FileCheck::bad);
    }
    show(checked, json);
    return bad ? ExitCodes.NO : ExitCodes.GOOD;
  }

  @Command(
      name = "rm",
      mixinStandardHelpOptions = true,
      description = "Remove a model from the store.")
  int remove(
      @Mixin ServingOptions options,
      @Parameters(paramLabel = MODEL, arity = "1..*") List<String> models) {
    ModelStore store = Assembly.store(settings(options));
    for (String model : models) {
      Named named = Named.parse(model);
      ModelFolder removed = store.remove(named.task(), named.name());
      terminal.out().println("removed " + removed.label());
    }
    return ExitCodes.GOOD;
  }

  private Settings settings(ServingOptions options) {
    Settings settings = options.load(terminal, places, Map.of());
    LogLines.install(terminal.err(), settings.log().level());
    return settings;
  }

  private void show(Map<String, List<FileCheck>> checked, boolean json) {
    if (json) {
      terminal.out().println(Json.pretty(checked));
      return;
    }
    checked.forEach((model, checks) -> {
      long bad = checks.stream().filter(FileCheck::bad).count();
      terminal
          .out()
          .println(model + ": " + (bad == 0 ? checks.size() + " files good" : bad + " bad"));
      checks.stream()
          .filter(check -> check.bad() || !check.detail().isEmpty())
          .forEach(check ->
              terminal
                  .out()
                  .println(
                      "  "
                          + check.outcome().name().toLowerCase(Locale.ROOT)
                          + " "
                          + check.file()
                          + (check.detail().isEmpty() ? "" : ": " + check.detail())));
    });
  }

  private static ModelFolder existing(ModelStore store, Named named) {
    return store
        .find(named.task(), named.name())
        .orElseThrow(() ->
            new ProblemException(
                Problem.Kind.NOT_FOUND,
                "The store has no model " + named.task().wireName() + "/" + named.name(),
                "hearth models list"));
  }

  private static Map<String, Object> asMap(StoredModel model) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("task", model.folder().task().wireName());
    map.put("name", model.folder().name());
    map.put("path", model.folder().path().toString());
    map.put("bytes", model.bytes());
    map.put(
        "states",
        model.states().stream().map(state -> state.name().toLowerCase(Locale.ROOT)).toList());
    map.put("missing", model.missing());
    return map;
  }

  /** A model as typed: {@code task/name}. */
  private record Named(Task task, ModelName name) {
    static Named parse(String typed) {
      int slash = typed.indexOf('/');
      String task = slash < 0 ? "" : typed.substring(0, slash);
      return Task.ofWireName(task)
          .map(found -> new Named(found, ModelName.of(typed.substring(slash + 1))))
          .orElseThrow(() -> unknownTask(typed));
    }

    private static ProblemException unknownTask(String typed) {
      List<String> tasks = new ArrayList<>();
      Arrays.stream(Task.values()).forEach(task -> tasks.add(task.wireName()));
      return new ProblemException(
          Problem.Kind.BAD_SETTING,
          "\"" + typed + "\" does not name a model",
          "Write TASK/NAME, where TASK is one of " + String.join(", ", tasks) + ".");
    }
  }
}
