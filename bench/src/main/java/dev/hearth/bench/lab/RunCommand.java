package dev.hearth.bench.lab;

import dev.hearth.bench.lab.Stages.Stage;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.store.ModelStore;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures this machine's GPU beside its processor and writes the report. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Measures this machine's GPU beside its processor.",
    description = {
      "Looks at the machine, compares every model's answers with the processor's,",
      "measures, and writes gpu-lab.json and gpu-lab.md. Writes to its --out folder",
      "only, needs no network, no Java and no rights."
    })
final class RunCommand implements Callable<Integer> {
  /** Kept back for the last stage's end and the report. */
  private static final Duration RESERVE = Duration.ofSeconds(5);

  private static final double MOST_MINUTES = 24 * 60;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where all is written. Default: ./gpu-lab-report.")
  Path out = Path.of("gpu-lab-report");

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "The whole run's time, at most. Default: 8.")
  double minutes = 8;

  @Option(
      names = "--devices",
      split = ",",
      paramLabel = "NAME",
      description = "Of cpu, vulkan, cuda. Default: cpu,vulkan.")
  List<Provider> devices = List.of(Provider.CPU, Provider.VULKAN);

  @Option(
      names = "--adapter",
      paramLabel = "TEXT",
      description =
          "The Vulkan adapter with this in its name or PCI address. Default: the first GPU.")
  String adapter = "";

  @Option(
      names = "--cuda",
      paramLabel = "DIR",
      description = "Folder of ONNX Runtime with CUDA (libonnxruntime.so and its providers).")
  @Nullable Path cuda;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "A store of more models, in Immich's layout.")
  @Nullable Path models;

  @Option(
      names = "--photos",
      paramLabel = "DIR",
      description = "Other photos than the packed ones.")
  @Nullable Path photos;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description = "Only models with this in their name.")
  String only = "";

  @Option(
      names = "--no-generate",
      description = "Leave out the generated encoder (350 MB on disk).")
  boolean noGenerate;

  private final PrintWriter terminal;
  private final Pack pack;
  private final List<Line> skipped = new ArrayList<>();

  RunCommand(PrintWriter terminal, Pack pack) {
    this.terminal = terminal;
    this.pack = pack;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    ZonedDateTime began = ZonedDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
    long end = System.nanoTime() + Math.round(minutes * 60e9) - RESERVE.toNanos();
    Path folder = prepare();
    // Whoever starts it outside a pack is told so before any time is spent.
    Map<String, String> packed = pack.facts();
    Looking looking = new Looking(pack, folder);
    Report.Machine machine = looking.machine(this::note);
    try {
      generate(folder);
      List<Path> stores = stores(folder);
      List<Stage> stages = plan(stores);
      Progress progress = new Progress(packed, folder, machine, began);
      progress.report(false);
      for (int i = 0; i < stages.size(); i++) {
        stage(stages.subList(i, stages.size()), i + 1, stages.size(), progress, stores, end);
      }
      Report report = progress.report(true);
      conclude(report, folder);
      return good(report) ? 0 : 1;
    } finally {
      Tree.delete(folder.resolve("models"));
      Tree.delete(folder.resolve("scratch"));
    }
  }

  private void check() {
    if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
      throw wrong(
          "--minutes " + minutes, "it is to be more than 0 and at most 1440", "--minutes 8");
    }
    if (devices.contains(Provider.CUDA) && cuda == null) {
      throw wrong("--devices cuda", "no CUDA runtime is packed", "--cuda DIR");
    }
    for (Provider device : devices) {
      if (device == Provider.OPENVINO || device == Provider.MIGRAPHX) {
        throw wrong(
            "--devices " + device.key(),
            "the lab knows cpu, vulkan and cuda",
            "--devices cpu,vulkan");
      }
    }
    for (Path each :
        java.util.stream.Stream.of(cuda, models, photos)
            .filter(java.util.Objects::nonNull)
            .toList()) {
      if (!Files.isDirectory(each)) {
        throw wrong(each.toString(), "there is no such folder", "Name a folder that is there.");
      }
    }
  }

  private static ProblemException wrong(String what, String evidence, String remedy) {
    return new ProblemException(
        new Problem(Problem.Kind.BAD_SETTING, what + " cannot be used", evidence, remedy));
  }

  private Path prepare() {
    try {
      Path folder = Files.createDirectories(out.toAbsolutePath());
      for (String name : List.of("scratch/tmp", "models", "log")) {
        Files.createDirectories(folder.resolve(name));
      }
      Files.deleteIfExists(folder.resolve("log/lines.jsonl"));
      return folder;
    } catch (IOException refused) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.BAD_SETTING,
              "The folder " + out.toAbsolutePath() + " cannot be written",
              refused.toString(),
              "Name another: --out DIR"),
          refused);
    }
  }

  private void generate(Path folder) throws IOException {
    if (!noGenerate && ("clip/" + Generated.NAME).contains(only)) {
      note("writing a visual encoder of ViT-B/32's size (350 MB)");
      Generated.place(folder.resolve("models"), VisualEncoder.VIT_B_32);
    }
  }

  /** Every device was reached, and nothing that was compared differs. */
  private boolean good(Report report) {
    List<String> reached = report.devices().stream().map(Line.Computer::device).toList();
    return reached.containsAll(devices.stream().map(Provider::key).toList())
        && report.compared().stream().allMatch(Line.Compared::holds);
  }

  /** The first may be written to. */
  private List<Path> stores(Path folder) {
    List<Path> stores = new ArrayList<>(List.of(folder.resolve("models")));
    if (models != null) {
      stores.add(models.toAbsolutePath());
    }
    stores.add(pack.models());
    return stores;
  }

  private List<Stage> plan(List<Path> stores) {
    List<Subject> subjects =
        Subject.in(new ModelStore(stores)).stream()
            .filter(each -> each.label().contains(only))
            .toList();
    if (subjects.isEmpty()) {
      throw wrong("--only " + only, "no model has that in its name", "gpu-lab run --only clip");
    }
    return Stages.plan(subjects, devices.stream().map(Provider::key).toList());
  }

  private void stage(
      List<Stage> left, int number, int of, Progress progress, List<Path> stores, long end)
      throws IOException, InterruptedException {
    Stage stage = left.getFirst();
    double weights = left.stream().mapToDouble(Stage::weight).sum();
    double seconds = (end - System.nanoTime()) / 1e9;
    double share = seconds * stage.weight() / weights;
    if (share < 1) {
      skip(stage, "the run's time was up");
      return;
    }
    note(String.format(Locale.ROOT, "%d/%d %s (%.0f s)", number, of, stage.title(), share));
    // A stage that began its last cell late may take from the others, but not all they have.
    Duration limit = Duration.ofMillis(Math.round(1000 * Math.min(seconds, 2 * share + 10)));
    List<String> line = line(stage, share, progress.folder(), stores);
    Path log = progress.folder().resolve("log").resolve(stage.file() + ".log");
    Stages.run(line, log, limit).ifPresent(why -> skip(stage, why));
    progress.report(false);
  }

  private void skip(Stage stage, String why) {
    note("  " + why);
    skipped.add(
        new Line.Skipped(
            stage.device(),
            stage.subject().label(),
            stage.what().name().toLowerCase(Locale.ROOT),
            why));
  }

  private List<String> line(Stage stage, double seconds, Path folder, List<Path> stores) {
    Path runtime =
        stage.device().equals("cuda") && cuda != null ? cuda.toAbsolutePath() : pack.runtime();
    List<String> line = new ArrayList<>(pack.java(folder));
    line.addAll(List.of(LabCommand.class.getName(), "stage"));
    line.addAll(List.of("--what", stage.what().name(), "--device", stage.device()));
    line.addAll(List.of("--runtime", runtime.toString(), "--adapter=" + adapter));
    stores.forEach(store -> line.addAll(List.of("--models", store.toString())));
    Path chosen = photos == null ? pack.photos() : photos.toAbsolutePath();
    line.addAll(List.of("--photos", chosen.toString()));
    line.addAll(List.of("--scratch", folder.resolve("scratch").toString()));
    line.addAll(List.of("--subject", stage.subject().label()));
    line.addAll(List.of("--seconds", String.format(Locale.ROOT, "%.1f", seconds)));
    line.addAll(List.of("--journal", folder.resolve("log/lines.jsonl").toString()));
    return line;
  }

  private void conclude(Report report, Path folder) {
    terminal.println();
    for (Aim aim : Aim.of(report)) {
      terminal.println(aim.verdict().label() + ": " + aim.what());
      terminal.println("  wanted " + aim.wanted());
      terminal.println("  seen   " + aim.seen());
    }
    terminal.println();
    terminal.println("Report: " + folder.resolve("gpu-lab.md"));
    terminal.flush();
  }

  private void note(String line) {
    terminal.println(line);
    terminal.flush();
  }

  /** What is known so far, and where it is written. */
  private final class Progress {
    private final Map<String, String> packed;
    private final Path folder;
    private final Report.Machine machine;
    private final ZonedDateTime began;

    private Progress(
        Map<String, String> packed, Path folder, Report.Machine machine, ZonedDateTime began) {
      this.packed = packed;
      this.folder = folder;
      this.machine = machine;
      this.began = began;
    }

    private Path folder() {
      return folder;
    }

    private Report report(boolean finished) throws IOException {
      List<Line> lines = new ArrayList<>(Journal.read(folder.resolve("log/lines.jsonl")));
      lines.addAll(skipped);
      Report report =
          new Report(
              packed,
              began.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME),
              minutes,
              finished,
              machine,
              lines);
      report.write(folder);
      return report;
    }
  }
}
