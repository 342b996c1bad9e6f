package dev.hearth.inference.store;

import dev.hearth.inference.model.ModelName;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.store.HubListing.HubFile;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which files of which repository make up a model. Immich's models are taken whole, as Immich does;
 * of a text model's repository, which often holds the same weights in five formats, only the ONNX
 * graph, its external data, the tokenizer and the configuration.
 *
 * @param listing the repository at one commit
 * @param files what to take; graphs last, so that a graph in place means a part that is whole
 */
record Selection(HubListing listing, List<Item> files) {
  /**
   * One file to take.
   *
   * @param source in the repository
   * @param target its path in the model's folder
   */
  record Item(HubFile source, String target) {}

  /** Repositories that hold the ONNX graph of one that has none. */
  private static final Map<String, String> CONVERTED = Map.of("ProsusAI/finbert", "Xenova/finbert");

  private static final Set<String> OF_TEXT =
      Set.of(
          "config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "vocab.txt");

  private static final List<String> GRAPHS = List.of(Layout.MODEL, "onnx/" + Layout.MODEL);

  Selection {
    files =
        files.stream()
            .sorted(
                Comparator.comparing((Item item) -> item.target().endsWith(".onnx"))
                    .thenComparing(Item::target))
            .toList();
  }

  static Selection of(Hub hub, Task task, ModelName name, Progress progress) {
    return switch (task) {
      case CLIP, FACES -> whole(hub.listing(repository(hub, name), progress));
      case OCR -> ocr(hub, name, progress);
      case TEXT -> text(hub, name.requested(), progress);
    };
  }

  private static String repository(Hub hub, ModelName name) {
    return hub.settings().organization() + "/" + name;
  }

  /** Everything but what only Arm and Rockchip runtimes read, and files of the hub itself. */
  private static Selection whole(HubListing listing) {
    listing.files().forEach(file -> Paths.check(file.path()));
    List<Item> items =
        listing.files().stream()
            .filter(file -> !file.path().endsWith(".armnn") && !file.path().endsWith(".rknn"))
            .filter(file -> !file.path().startsWith(".") && !file.path().contains("/."))
            .map(file -> new Item(file, file.path()))
            .toList();
    if (items.stream().noneMatch(item -> item.target().endsWith(Layout.MODEL))) {
      throw noGraph(listing.repository(), "Choose a model of Immich's list.");
    }
    return new Selection(listing, items);
  }

  /**
   * Immich takes its OCR models from elsewhere; its owner may or may not hold a copy on the hub.
   */
  private static Selection ocr(Hub hub, ModelName name, Progress progress) {
    try {
      return whole(hub.listing(repository(hub, name), progress));
    } catch (ProblemException absent) {
      if (absent.problem().kind() != Problem.Kind.NOT_FOUND) {
        throw absent;
      }
      throw new ProblemException(
          new Problem(
              Problem.Kind.NOT_FOUND,
              "OCR model " + name + " is not on the hub",
              absent.problem().evidence(),
              String.format(
                      Locale.ROOT,
                      "Copy the folder ocr/%s from Immich's model cache into this store, or ask for the",
                      name)
                  + " model \"starter\"."),
          absent);
    }
  }

  private static Selection text(Hub hub, String repository, Progress progress) {
    HubListing listing = hub.listing(repository, progress);
    Optional<String> graph = graph(listing);
    Optional<String> converted = Optional.ofNullable(CONVERTED.get(repository));
    if (graph.isEmpty() && converted.isPresent()) {
      progress.says(
          repository + " has no ONNX graph; taking the same model from " + converted.get());
      listing = hub.listing(converted.get(), progress);
      graph = graph(listing);
    }
    HubListing chosen = listing;
    return graph
        .map(path -> new Selection(chosen, textFiles(chosen, path)))
        .orElseThrow(() ->
            noGraph(
                chosen.repository(),
                "Ask for a repository that has one (onnx/model.onnx), or export it with"
                    + String.format(
                        Locale.ROOT,
                        " `optimum-cli export onnx --model %s DIR` and copy DIR into the store",
                        chosen.repository())
                    + " under text/."));
  }

  private static Optional<String> graph(HubListing listing) {
    return GRAPHS.stream()
        .filter(path -> listing.files().stream().anyMatch(file -> file.path().equals(path)))
        .findFirst();
  }

  /** External data is named after its graph: {@code model.onnx_data}, {@code model.onnx.data}. */
  private static List<Item> textFiles(HubListing listing, String graph) {
    String folder = graph.substring(0, graph.lastIndexOf('/') + 1);
    List<Item> items = new ArrayList<>();
    for (HubFile file : listing.files()) {
      if (file.path().startsWith(graph)) {
        items.add(new Item(file, file.path().substring(folder.length())));
      } else if (OF_TEXT.contains(file.path())) {
        items.add(new Item(file, file.path()));
      }
    }
    return items;
  }

  private static ProblemException noGraph(String repository, String remedy) {
    return new ProblemException(
        new Problem(
            Problem.Kind.NOT_FOUND,
            "Repository " + repository + " holds no ONNX model",
            "no model.onnx among its files",
            remedy));
  }
}
