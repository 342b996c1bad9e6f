package dev.hearth.machine.host;

import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the CPU. */
final class Processors {
  /** Of a hundred flags, those that decide whether an image runs, and how fast. */
  private static final Set<String> MATTERING =
      Set.of(
          // what x86-64-v2, v3 and v4 ask for, by the names of the kernel
          "lm",
          "cx16",
          "lahf_lm",
          "popcnt",
          "pni",
          "ssse3",
          "sse4_1",
          "sse4_2",
          "avx",
          "avx2",
          "bmi1",
          "bmi2",
          "f16c",
          "fma",
          "abm",
          "movbe",
          "xsave",
          "avx512f",
          "avx512bw",
          "avx512cd",
          "avx512dq",
          "avx512vl",
          // integer and half precision products
          "avx_vnni",
          "avx512_vnni",
          "avx512_bf16",
          "avx512_fp16",
          "amx_tile",
          "amx_int8",
          "amx_bf16",
          // Arm
          "asimd",
          "asimdhp",
          "asimddp",
          "atomics",
          "i8mm",
          "bf16",
          "sve",
          "sve2",
          "sme");

  private Processors() {}

  /** What /proc/cpuinfo says, or nothing where it cannot be read. */
  static CpuInfo info(Machine machine) {
    return switch (machine.bytes("/proc/cpuinfo")) {
      case Reading.Known<byte[]>(byte[] content) -> CpuInfo.parse(content);
      case Reading.Unknown<byte[]>(String reason) ->
          new CpuInfo(Reading.unknown(reason), Reading.unknown(reason), Map.of(), Set.of());
    };
  }

  static Processor read(Machine machine, CpuInfo info) {
    Set<String> features = new TreeSet<>();
    for (String flag : info.flags()) {
      if (MATTERING.contains(flag)) {
        features.add(flag);
      }
    }
    return new Processor(model(machine, info), info.threads(), features);
  }

  private static Reading<String> model(Machine machine, CpuInfo info) {
    if (info.cores().isEmpty() || info.model().asOptional().isPresent()) {
      return info.model();
    }
    String cores = named(info.cores());
    // Arm cores have no maker's name; what people know is the board.
    return switch (machine.text("/proc/device-tree/model")) {
      case Reading.Known<String>(String board) when !board.replace("\0", "").isBlank() ->
          Reading.known(cores + " (" + board.replace("\0", "").strip() + ")");
      default -> Reading.known(cores);
    };
  }

  private static String named(Map<ArmCore, Integer> cores) {
    Map<String, Integer> byName = new LinkedHashMap<>();
    cores.forEach((core, count) -> byName.merge(core.name(), count, Integer::sum));
    if (byName.size() == 1) {
      return byName.keySet().iterator().next();
    }
    List<String> parts = new ArrayList<>();
    byName.forEach((name, count) -> parts.add(count + " × " + name));
    return String.join(" + ", parts);
  }
}
