package dev.hearth.cli.top;

import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.usage.AcceleratorActivity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What accelerators are called: by their names, and where two are alike by their places, too. */
record Labels(Map<String, String> byId) {
  private static final String FIRST_DOMAIN = "pci-0000:";

  Labels {
    byId = Map.copyOf(byId);
  }

  static Labels of(List<AcceleratorActivity> all) {
    Map<String, Integer> alike = new HashMap<>();
    all.forEach(each -> alike.merge(name(each.accelerator()), 1, Integer::sum));
    Map<String, String> labels = new HashMap<>();
    for (AcceleratorActivity each : all) {
      String name = name(each.accelerator());
      boolean only = alike.getOrDefault(name, 1) == 1;
      labels.put(
          each.accelerator().id(), only ? name : place(each.accelerator().id()) + " " + name);
    }
    return new Labels(labels);
  }

  String of(String id) {
    return byId.getOrDefault(id, id);
  }

  private static String name(Accelerator accelerator) {
    return accelerator.name().orElse(accelerator.id());
  }

  private static String place(String id) {
    return id.startsWith(FIRST_DOMAIN) ? id.substring(FIRST_DOMAIN.length()) : id;
  }
}
