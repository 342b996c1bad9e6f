package dev.hearth.bench.lab;

import dev.hearth.bench.Photos;
import dev.hearth.inference.device.Provider;
import dev.hearth.inference.store.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One stage of a run, in a process of its own: a driver that crashes ends only that. */
@Command(name = "stage", hidden = true)
final class StageCommand implements Callable<Integer> {
  private static final int MOST_PHOTOS = 16;

  /** What a stage does. */
  enum What {
    PARITY,
    SESSIONS,
    ENGINE
  }

  @Option(names = "--what", required = true)
  What what = What.PARITY;

  @Option(names = "--device", required = true)
  Provider device = Provider.CPU;

  @Option(names = "--runtime", required = true)
  Path runtime = Path.of("");

  @Option(names = "--adapter")
  String adapter = "";

  @Option(names = "--models", required = true)
  List<Path> models = List.of();

  @Option(names = "--photos", required = true)
  Path photos = Path.of("");

  @Option(names = "--scratch", required = true)
  Path scratch = Path.of("");

  @Option(names = "--subject", required = true)
  String subject = "";

  @Option(names = "--seconds", required = true)
  double seconds;

  @Option(names = "--journal", required = true)
  Path journal = Path.of("");

  @Override
  public Integer call() throws IOException {
    Duration time = Duration.ofMillis(Math.round(1000 * seconds));
    long began = System.nanoTime();
    Subject chosen =
        Subject.in(new ModelStore(models)).stream()
            .filter(each -> each.label().equals(subject))
            .findFirst()
            .orElseThrow();
    try (Journal lines = new Journal(journal)) {
      Workbench bench =
          Workbench.open(new Workbench.Order(device, runtime, adapter, models, scratch));
      lines.accept(bench.computer());
      try (DeviceMeter meter = Meters.of(bench.device())) {
        work(bench, meter, chosen, time.minusNanos(System.nanoTime() - began), lines);
      }
    }
    return 0;
  }

  private void work(
      Workbench bench, DeviceMeter meter, Subject chosen, Duration time, Consumer<Line> lines) {
    switch (what) {
      case PARITY -> new ParityCheck(bench, photos(), lines).run(chosen, time);
      case ENGINE -> new EngineBench(bench, meter, photos(), lines).run(chosen, time);
      case SESSIONS -> {
        Budget budget = new Budget(time, chosen.graphs().size());
        for (Subject.Graph graph : chosen.graphs()) {
          new SessionBench(bench, meter, lines).run(chosen, graph, budget.next());
        }
      }
    }
  }

  private Photos photos() {
    return Photos.read(photos, MOST_PHOTOS);
  }
}
