package dev.hearth.server.api;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** The machine's part of {@code GET /metrics}: memory, processor, accelerators as a whole. */
record MachineMetrics(OpenMetrics metrics) {

  void write(Samples.Sample sample) {
    Runtime runtime = Runtime.getRuntime();
    bytes("hearth_process_heap_bytes", "Heap in use.");
    metrics.sample("hearth_process_heap_bytes", "", runtime.totalMemory() - runtime.freeMemory());
    bytes("hearth_process_resident_bytes", "Memory of the process that is resident.");
    one("hearth_process_resident_bytes", sample.processBytes());
    bytes("hearth_machine_memory_available_bytes", "Memory that can still be had.");
    one("hearth_machine_memory_available_bytes", sample.memoryAvailable());
    metrics.family(
        "hearth_machine_cpu_busy_ratio",
        "gauge",
        "ratio",
        "Part of all processors that is busy, whoever makes it.");
    sample
        .cpuShare()
        .ifPresent(share -> metrics.sample("hearth_machine_cpu_busy_ratio", "", share));
    accelerators(sample.accelerators());
  }

  private void accelerators(List<Samples.AcceleratorSample> all) {
    metrics.family(
        "hearth_accelerator_busy_ratio",
        "gauge",
        "ratio",
        "Part of the time an accelerator is busy, whoever makes it.");
    doubles("hearth_accelerator_busy_ratio", all, Samples.AcceleratorSample::busyShare);
    bytes("hearth_accelerator_memory_used_bytes", "Memory of an accelerator that is taken.");
    amounts("hearth_accelerator_memory_used_bytes", all, Samples.Amount::used);
    bytes("hearth_accelerator_memory_total_bytes", "Memory that an accelerator can use.");
    amounts("hearth_accelerator_memory_total_bytes", all, Samples.Amount::total);
    metrics.family("hearth_accelerator_power_watts", "gauge", "watts", "Power it takes.");
    doubles("hearth_accelerator_power_watts", all, each -> each.sensors().watts());
    metrics.family("hearth_accelerator_temperature_celsius", "gauge", "celsius", "How warm it is.");
    doubles("hearth_accelerator_temperature_celsius", all, each -> each.sensors().celsius());
    metrics.family("hearth_accelerator_clock_hertz", "gauge", "hertz", "How fast it runs.");
    for (Samples.AcceleratorSample each : all) {
      clock(each, "core", each.sensors().coreHertz());
      clock(each, "memory", each.sensors().memoryHertz());
    }
  }

  private void clock(Samples.AcceleratorSample each, String clock, OptionalLong hertz) {
    String labels =
        OpenMetrics.labels("accelerator", each.id(), "name", each.name(), "clock", clock);
    hertz.ifPresent(known -> metrics.sample("hearth_accelerator_clock_hertz", labels, known));
  }

  private void bytes(String name, String help) {
    metrics.family(name, "gauge", "bytes", help);
  }

  private void one(String name, OptionalLong value) {
    value.ifPresent(known -> metrics.sample(name, "", known));
  }

  private void doubles(
      String name,
      List<Samples.AcceleratorSample> all,
      Function<Samples.AcceleratorSample, OptionalDouble> value) {
    for (Samples.AcceleratorSample each : all) {
      String labels = OpenMetrics.labels("accelerator", each.id(), "name", each.name());
      value.apply(each).ifPresent(known -> metrics.sample(name, labels, known));
    }
  }

  /** What an integrated GPU takes is mostly shared: without that, it would seem to use nothing. */
  private void amounts(
      String name,
      List<Samples.AcceleratorSample> all,
      Function<Samples.Amount, OptionalLong> value) {
    for (Samples.AcceleratorSample each : all) {
      amount(name, each, "dedicated", value.apply(each.dedicated()));
      amount(name, each, "shared", value.apply(each.shared()));
    }
  }

  private void amount(
      String name, Samples.AcceleratorSample each, String memory, OptionalLong value) {
    value.ifPresent(known ->
        metrics.sample(
            name,
            OpenMetrics.labels("accelerator", each.id(), "name", each.name(), "memory", memory),
            known));
  }
}
