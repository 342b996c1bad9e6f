package dev.hearth.planning.doctor;

import dev.hearth.machine.Reading;
import dev.hearth.planning.service.Minimum;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The CPU: the service is built for it, and there is room. */
final class CpuRules {
  /** What x86-64-v2 is, in /proc/cpuinfo's words; pni is SSE3. Source: x86-64 psABI. */
  private static final Set<String> X86_64_V2 =
      Set.of("cx16", "lahf_lm", "popcnt", "pni", "ssse3", "sse4_1", "sse4_2");

  private CpuRules() {}

  static List<Finding> examine(Case examined) {
    List<Finding> findings = new ArrayList<>(MachineRules.examine(examined));
    examined.service().baseline().ifPresent(level -> findings.addAll(baseline(examined, level)));
    findings.add(memory(examined));
    return findings;
  }

  private static List<Finding> baseline(Case examined, Minimum<String> level) {
    if (!examined.system().architecture().orElse("x86_64").equals("x86_64")
        || !level.value().equals("x86-64-v2")) {
      return List.of();
    }
    About all = examined.all();
    String source = level.source().citation();
    Set<String> here = examined.host().processor().features();
    if (here.isEmpty()) {
      return List.of(
          all.skip("baseline", "the CPU must be of level x86-64-v2; its features are not known")
              .because("/proc/cpuinfo shows none")
              .source(source));
    }
    Set<String> missing = new TreeSet<>(X86_64_V2);
    missing.removeAll(here);
    String model = Evidence.of(examined.host().processor().model());
    return List.of(
        missing.isEmpty()
            ? all.pass("baseline", "the CPU is of level x86-64-v2").because(model).source(source)
            : all.fail("baseline", "the CPU is too old: it must be of level x86-64-v2")
                .because(model + " lacks " + String.join(", ", missing))
                .remedy(
                    "In a virtual machine, set the CPU type to host or x86-64-v2; on real hardware stay"
                        + " on an older version (Immich: v2.7.5)")
                .source(source));
  }

  private static Finding memory(Case examined) {
    String source = "Linux kernel docs: /proc/meminfo";
    return switch (examined.host().memory().available()) {
      case Reading.Known<Long>(Long available) ->
          examined
              .all()
              .pass("memory", Evidence.gibibytes(available) + " of memory is free for models")
              .because("/proc/meminfo MemAvailable; hearth fit tells what a model needs")
              .source(source);
      case Reading.Unknown<Long>(String reason) ->
          examined
              .all()
              .skip("memory", "how much memory is free is not known")
              .because(reason)
              .source(source);
    };
  }
}
