package dev.hearth.machine.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuInfoTest {
  private static CpuInfo parse(String text) {
    return CpuInfo.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Nested
  class AnX86Processor {
    @Test
    void isCountedByItsThreadsAndNamedOnce() {
      CpuInfo info =
          parse(
              """
              processor\t: 0
              model\t\t: 17
              model name\t: Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz
              flags\t\t: fpu lm\tsse4_2

              processor\t: 1
              model name\t: another
              flags\t\t: avx
              """);

      assertThat(info)
          .isEqualTo(
              new CpuInfo(
                  Reading.known(2),
                  Reading.known("Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz"),
                  Map.of(),
                  Set.of("fpu", "lm", "sse4_2")));
    }

    @Test
    void with256ThreadsIsReadInAMomentOfOnePass() {
      byte[] content =
          ("processor\t: 0\nmodel name\t: AMD EPYC 9654\nflags\t\t: " + "x ".repeat(700) + "\n\n")
              .repeat(256)
              .getBytes(StandardCharsets.UTF_8);

      Assertions.assertTimeout(
          Duration.ofSeconds(1),
          () -> assertThat(CpuInfo.parse(content).threads()).isEqualTo(Reading.known(256)));
    }

    @ParameterizedTest
    @CsvSource({
      "fpu, -1",
      "lm, 1",
      "lm cx16 lahf_lm popcnt pni sse4_1 sse4_2, 1", // all of level 2 but ssse3
      "lm cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3, 2",
      "lm cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3 avx avx2, 2",
      "lm cx16 lahf_lm popcnt pni sse4_1 sse4_2 ssse3 avx avx2 bmi1 bmi2 f16c fma abm movbe xsave, 3"
    })
    void hasTheLevelOfWhichItHasAll(String flags, int level) {
      Processor processor =
          new Processor(Reading.unknown(""), Reading.known(1), Set.copyOf(Words.of(flags)));

      assertThat(processor.x86Level())
          .isEqualTo(level < 0 ? OptionalInt.empty() : OptionalInt.of(level));
    }
  }

  @Nested
  class AnArmProcessor {
    @Test
    void hasCoresOfTwoKinds() {
      String small = "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd05\n\n";
      String large = "processor\t: 4\nCPU implementer\t: 0x41\nCPU part\t: 0xd0b\n\n";

      Processor processor = Processors.read(Hosts.of(""), parse(small.repeat(4) + large.repeat(4)));

      assertThat(processor.model()).isEqualTo(Reading.known("4 × Cortex-A55 + 4 × Cortex-A76"));
      assertThat(processor.threads()).isEqualTo(Reading.known(8));
    }

    @Test
    void ofNoKnownCoreIsNamedByItsNumbers() {
      Processor processor =
          Processors.read(Hosts.of(""), parse("CPU implementer : 0x99\nCPU part : 0x001\n"));

      assertThat(processor.model()).isEqualTo(Reading.known("Arm core 0x99 0x001"));
      assertThat(processor.threads().asOptional()).isEmpty();
    }

    @Test
    void isNotNamedByItsArchitecture() {
      CpuInfo info = parse("processor : 0\nmodel name : ARMv8 Processor rev 1 (v8l)\n");

      assertThat(info.model().asOptional()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flags : fpu lm | x86_64",
        "Features : fp asimd | aarch64",
        "Features : half thumb vfp | armv7l",
        "isa : rv64imafdc_zicntr | riscv64"
      })
  void flagsTellTheArchitecture(String line, String architecture) {
    assertThat(parse(line).architecture()).isEqualTo(Reading.known(architecture));
  }

  @Test
  void otherArchitecturesAreCountedAndNamedInTheirOwnWay() {
    assertThat(parse("# processors    : 4\nprocessor 0: version = FF\n").threads())
        .isEqualTo(Reading.known(4));
    assertThat(parse("processor\t: 0\ncpu\t\t: POWER9, altivec supported\n").model())
        .isEqualTo(Reading.known("POWER9, altivec supported"));
  }

  @Test
  void noBytesMakeItThrow() {
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      byte[] content = new byte[random.nextInt(200)];
      random.nextBytes(content);
      assertThat(CpuInfo.parse(content).cores()).isNotNull();
    }
    assertThat(CpuInfo.parse(new byte[0]).threads())
        .isEqualTo(Reading.unknown("/proc/cpuinfo lists no processor"));
    assertThat(parse("# processors : 99999999999999\n:\n\nCPU part").threads().asOptional())
        .isEmpty();
  }
}
