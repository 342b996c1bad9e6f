package dev.hearth.evidence.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a log's keeper put before a line. */
class PrefixesTest {
  private static void reads(String line, String time, String rest) {
    assertThat(Prefixes.of(line))
        .isEqualTo(new Prefixes(Optional.of(time).filter(text -> !text.isEmpty()), rest));
  }

  @Test
  void isTakenAway() {
    reads("immich_machine_learning  | what", "", "what");
    reads("ml-1 | 2026-11-21T10:00:00.1Z what", "2026-11-21T10:00:00.1Z", "what");
    reads("2026-11-21T10:00:00.1Z stdout F what", "2026-11-21T10:00:00.1Z", "what");
    reads("[immich-ml] | what", "", "what");
    reads("2026/11/21 10:00:00\tstdout\twhat", "2026/11/21 10:00:00", "what");
    reads("2026-11-21T10:00:00.1Z [ollama] time=x", "2026-11-21T10:00:00.1Z", "time=x");
    reads("Nov  1 10:00:00 box ollama[12]: what", "Nov  1 10:00:00", "what");
    reads("Nov  1 10:00:00 box kernel: amdgpu: what", "Nov  1 10:00:00", "amdgpu: what");
    reads("2026-11-21T10:00:00+0100 box kernel: what", "2026-11-21T10:00:00+0100", "what");
    reads("2026-11-21T10:00:00+0100 box ollama[12]: what", "2026-11-21T10:00:00+0100", "what");
  }

  @Test
  void leavesTheBlanksOfALineThatGoesOn() {
    reads("ml  |      goes on", "", "     goes on");
    reads("Nov 21 10:00:00 box ml[1]:      goes on", "Nov 21 10:00:00", "     goes on");
  }

  @Test
  void isNotWhatAProgramWrote() {
    reads("rocBLAS error: Cannot read", "", "rocBLAS error: Cannot read");
    reads("2026-11-21T10:00:00Z rocBLAS error: no", "2026-11-21T10:00:00Z", "rocBLAS error: no");
    reads("| NVIDIA-SMI | 550 |", "", "| NVIDIA-SMI | 550 |");
    reads("[11/21/26 10:00:00] INFO     x", "11/21/26 10:00:00", "[11/21/26 10:00:00] INFO     x");
    reads(
        "time=2026-11-21T10:00:00Z level=INFO",
        "2026-11-21T10:00:00Z",
        "time=2026-11-21T10:00:00Z level=INFO");
    reads(
        "[2026-11-21 10:00:00 +0000] [8] [INFO]",
        "2026-11-21 10:00:00 +0000",
        "[2026-11-21 10:00:00 +0000] [8] [INFO]");
    reads("10:00:00.123 info ready", "10:00:00.123", "10:00:00.123 info ready");
  }
}
