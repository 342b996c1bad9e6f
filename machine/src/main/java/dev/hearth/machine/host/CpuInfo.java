package dev.hearth.machine.host;

import dev.hearth.machine.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What /proc/cpuinfo says, without its repetitions.
 *
 * @param threads how many processors it lists; unknown where it lists none
 * @param model the first of the lines that name the product; unknown on most Arm systems
 * @param cores the kinds of Arm cores and how many of each, in the file's order; empty elsewhere
 * @param flags the first {@code flags}, {@code Features} or {@code isa} line, word by word
 */
record CpuInfo(
    Reading<Integer> threads,
    Reading<String> model,
    Map<ArmCore, Integer> cores,
    Set<String> flags) {

  private static final String PATH = "/proc/cpuinfo";

  CpuInfo {
    cores = Collections.unmodifiableMap(new LinkedHashMap<>(cores));
    flags = Set.copyOf(flags);
  }

  /** One pass: the file of a computer with 256 threads has 400 kB. */
  static CpuInfo parse(byte[] content) {
    Scan scan = new Scan(content);
    scan.run();
    return scan.result();
  }

  /** What the machine's instruction set is called by {@code uname -m}, as far as flags tell. */
  Reading<String> architecture() {
    if (flags.contains("lm")) {
      return Reading.known("x86_64");
    }
    if (flags.contains("asimd")) {
      return Reading.known("aarch64");
    }
    if (flags.contains("thumb")) {
      return Reading.known("armv7l");
    }
    if (flags.stream().anyMatch(flag -> flag.startsWith("rv64"))) {
      return Reading.known("riscv64");
    }
    return Reading.unknown(PATH + " does not tell the architecture");
  }

  private static final class Scan {
    private final byte[] content;
    private final Map<ArmCore, Integer> cores = new LinkedHashMap<>();
    private int processors;
    private int declared;
    private String model = "";
    private String secondName = "";
    private String flags = "";
    private String implementer = "";

    Scan(byte[] content) {
      this.content = content;
    }

    void run() {
      int start = 0;
      while (start < content.length) {
        int end = start;
        int colon = -1;
        while (end < content.length && content[end] != '\n') {
          if (colon < 0 && content[end] == ':') {
            colon = end;
          }
          end++;
        }
        if (colon > start) {
          line(start, colon, end);
        }
        start = end + 1;
      }
    }

    private void line(int start, int colon, int end) {
      switch (content[start]) {
        case 'p' -> processors += key("processor", start, colon) ? 1 : 0;
        case '#' -> declared = key("# processors", start, colon) ? number(colon, end) : declared;
        case 'm' -> model = first("model name", model, start, colon, end);
        case 'f' -> flags = first("flags", flags, start, colon, end);
        case 'F' -> flags = first("Features", flags, start, colon, end);
        case 'i' -> flags = first("isa", flags, start, colon, end);
        case 'c' -> secondName = first("cpu", secondName, start, colon, end);
        case 'u' -> secondName = first("uarch", secondName, start, colon, end);
        case 'C' -> core(start, colon, end);
        default -> {
          // the other lines say nothing that matters here
        }
      }
    }

    private void core(int start, int colon, int end) {
      if (key("CPU implementer", start, colon)) {
        implementer = text(colon + 1, end);
      } else if (key("CPU part", start, colon)) {
        cores.merge(new ArmCore(implementer, text(colon + 1, end)), 1, Integer::sum);
      }
    }

    private String first(String key, String sofar, int start, int colon, int end) {
      return sofar.isEmpty() && key(key, start, colon) ? text(colon + 1, end) : sofar;
    }

    /** Whether the line's key, tabs before the colon aside, is this one. */
    private boolean key(String wanted, int start, int colon) {
      int length = wanted.length();
      if (colon - start < length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (content[start + i] != wanted.charAt(i)) {
          return false;
        }
      }
      for (int i = start + length; i < colon; i++) {
        if (content[i] != '\t' && content[i] != ' ') {
          return false;
        }
      }
      return true;
    }

    private int number(int colon, int end) {
      String digits = text(colon + 1, end);
      return digits.length() < 6 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
          ? Integer.parseInt("0" + digits)
          : 0;
    }

    private String text(int start, int end) {
      return new String(content, start, end - start, StandardCharsets.UTF_8).strip();
    }

    CpuInfo result() {
      // s390 lists one line a processor in a form of its own, and says the number before.
      int threads = processors > 0 ? processors : declared;
      // Arm kernels that name a model say "ARMv8 Processor rev 1 (v8l)", which names none.
      String named = model.isEmpty() || model.startsWith("ARMv") ? secondName : model;
      return new CpuInfo(
          threads > 0 ? Reading.known(threads) : Reading.unknown(PATH + " lists no processor"),
          named.isEmpty()
              ? Reading.unknown(PATH + " names no model")
              : Reading.known(named.replace("  ", " ")),
          cores,
          new HashSet<>(Words.of(flags)));
    }
  }
}
