package dev.hearth.cli.top;

import dev.hearth.cli.report.Facts;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.AcceleratorActivity;
import dev.hearth.machine.usage.AcceleratorActivity.Amount;
import dev.hearth.machine.usage.ProcessUse;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sample for scripts: the document {@code hearth.top/1}. */
public final class TopJson {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ISO_OFFSET_DATE_TIME.withLocale(Locale.ROOT);
  private static final double THOUSAND = 1000;

  private TopJson() {}

  /** The document. */
  public static Map<String, @Nullable Object> of(TopSample sample, Order order, String version) {
    return Facts.document()
        .put("schema", "hearth.top/1")
        .put("hearth", version)
        .put("at", sample.at().truncatedTo(ChronoUnit.MILLIS).format(TIME))
        .object("processor", sample.processor(), TopJson::processor)
        .object("memory", sample.memory(), TopJson::memory)
        .list("accelerators", sample.accelerators(), TopJson::accelerator)
        .list("processes", sorted(sample, order), (facts, each) -> process(facts, each, sample))
        .part("engine", told(sample.engine()), TopJson::engine)
        .put("remarks", sample.remarks())
        .finish();
  }

  private static void processor(Facts facts, TopSample.Processor processor) {
    facts
        .put("busy_share", rounded(processor.share()))
        .put("cores", processor.cores().stream().map(TopJson::rounded).toList());
  }

  private static void memory(Facts facts, TopSample.Memory memory) {
    facts.put("total_bytes", memory.total()).put("available_bytes", memory.available());
  }

  private static void accelerator(Facts facts, AcceleratorActivity each) {
    facts
        .put("id", each.accelerator().id())
        .put("name", each.accelerator().name())
        .put("asleep", each.asleep())
        .put("busy_share", rounded(each.busyShare()))
        .object("dedicated", each.dedicated(), TopJson::amount)
        .object("shared", each.shared(), TopJson::amount)
        .put("watts", rounded(each.watts()))
        .put("celsius", rounded(each.celsius()))
        .put("core_hertz", each.coreHertz())
        .put("memory_hertz", each.memoryHertz());
  }

  private static void amount(Facts facts, Amount amount) {
    facts.put("used_bytes", amount.used()).put("total_bytes", amount.total());
  }

  private static List<ProcessUse> sorted(TopSample sample, Order order) {
    return ProcessRows.of(sample, order).stream().map(row -> row.process()).distinct().toList();
  }

  private static void process(Facts facts, ProcessUse process, TopSample sample) {
    facts
        .put("pid", process.pid())
        .put("program", process.program())
        .put("service", sample.service(process.owner()))
        .put("unit", process.owner().unit())
        .put("container", process.owner().container())
        .list("accelerators", process.parts(), TopJson::part);
  }

  private static void part(Facts facts, ProcessUse.Part part) {
    facts
        .put("id", part.accelerator())
        .put("memory_bytes", part.memoryBytes())
        .put("busy_share", rounded(part.busyShare()))
        .put("queues", part.queues())
        .put("compute_units", part.occupancy());
  }

  private static Reading<EngineView.Told> told(EngineView engine) {
    return switch (engine) {
      case EngineView.Told told -> Reading.known(told);
      case EngineView.Absent(String reason) -> Reading.unknown(reason);
      case EngineView.Silent(String address, String reason) ->
          Reading.unknown(address + " does not tell: " + reason);
    };
  }

  private static void engine(Facts facts, EngineView.Told engine) {
    facts
        .put("address", engine.address())
        .put("version", engine.version())
        .put("ready", engine.ready())
        .put("in_flight", engine.inFlight())
        .put("waiting", engine.waiting())
        .list("tasks", engine.tasks(), TopJson::task)
        .list("models", engine.models(), TopJson::model);
  }

  private static void task(Facts facts, EngineView.Task task) {
    facts
        .put("task", task.name())
        .put("per_second", task.perSecond())
        .put("median_millis", task.medianMillis())
        .put("p95_millis", task.p95Millis());
  }

  private static void model(Facts facts, EngineView.Model model) {
    facts
        .put("task", model.task())
        .put("type", model.type())
        .put("name", model.name())
        .put("state", model.state())
        .put("device", model.device())
        .put("waiting", model.waiting())
        .put("runs", model.runs())
        .put("taken_off", model.takenOff());
  }

  private static Reading<Double> rounded(Reading<Double> reading) {
    return reading.map(TopJson::rounded);
  }

  private static double rounded(double value) {
    return Math.round(value * THOUSAND) / THOUSAND;
  }
}
