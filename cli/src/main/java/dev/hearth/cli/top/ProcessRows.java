package dev.hearth.cli.top;

import dev.hearth.machine.usage.ProcessUse;
import java.util.ArrayList;
import java.util.List;

/** The processes of a sample, one row for each accelerator that each uses. */
final class ProcessRows {
  private ProcessRows() {}

  /** In this order. */
  static List<Order.Row> of(TopSample sample, Order order) {
    Labels labels = Labels.of(sample.accelerators());
    List<Order.Row> rows = new ArrayList<>();
    for (ProcessUse process : sample.processes()) {
      for (ProcessUse.Part part : process.parts()) {
        rows.add(
            new Order.Row(
                process,
                sample.service(process.owner()).orElse(""),
                labels.of(part.accelerator()),
                part));
      }
    }
    rows.sort(order.comparator());
    return rows;
  }
}
