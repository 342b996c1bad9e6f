package dev.hearth.machine.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.machine.Reading;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SharedLibraryTest {
  private static final List<String> FACTORIES = List.of("CreateEpFactories");

  private static Reading<SharedLibrary> read(byte[] file) {
    return SharedLibrary.read(ElfContent.of(file), FACTORIES);
  }

  private static String whyNot(byte[] file) {
    return switch (read(file)) {
      case Reading.Known<SharedLibrary>(SharedLibrary library) ->
          throw new AssertionError("was taken for " + library);
      case Reading.Unknown<SharedLibrary>(String reason) -> reason;
    };
  }

  @Test
  void saysForWhichProcessorItIsWhatItNeedsAndWhatItDefines() {
    byte[] file =
        new TinyElf()
            .needs("libcudart.so.12", "libc.so.6")
            .exports("ReleaseEpFactory", "CreateEpFactories")
            .bytes();

    assertThat(read(file))
        .isEqualTo(
            Reading.known(
                new SharedLibrary(
                    Optional.of(ElfMachine.X86_64),
                    "libtiny.so.1",
                    List.of("libcudart.so.12", "libc.so.6"),
                    FACTORIES)));
  }

  @Test
  void doesNotDefineWhatItOnlyUses() {
    byte[] file = new TinyElf().exports("other").imports("CreateEpFactories").bytes();

    assertThat(read(file).map(SharedLibrary::exported)).isEqualTo(Reading.known(List.of()));
  }

  @Test
  void mayBeForAProcessorWithoutAName() {
    assertThat(read(new TinyElf().machine(243).bytes()).map(SharedLibrary::machine))
        .isEqualTo(Reading.known(Optional.empty()));
    assertThat(read(new TinyElf().machine(183).bytes()).map(SharedLibrary::machine))
        .isEqualTo(Reading.known(Optional.of(ElfMachine.AARCH64)));
  }

  @Test
  void thatCannotBeReadIsUnknown() {
    ElfContent broken =
        (_, _) -> {
          throw new IOException("Input/output error");
        };

    assertThat(SharedLibrary.read(broken, List.of()))
        .isEqualTo(Reading.unknown("it cannot be read: Input/output error"));
  }

  @Nested
  class Malformed {
    @Test
    void otherFilesAreNamed() {
      assertThat(whyNot(new byte[0])).isEqualTo("it is not an ELF file");
      assertThat(whyNot("#!/bin/sh\nexit 0\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
          .isEqualTo("it is not an ELF file");
    }

    @Test
    void aProgramIsNoLibrary() {
      byte[] file = new TinyElf().bytes();
      file[16] = 2;

      assertThat(whyNot(file)).isEqualTo("it is an ELF file but no shared library");
    }

    @Test
    void a32BitLibraryIsNotOurs() {
      byte[] file = new TinyElf().bytes();
      file[4] = 1;

      assertThat(whyNot(file)).isEqualTo("it is not for 64-bit little-endian processors");
    }

    @Test
    void aLibraryCutAnywhereIsReadOrUnknownButNeverACrash() {
      byte[] file = new TinyElf().needs("libc.so.6").exports("CreateEpFactories").bytes();
      for (int length = 0; length < file.length; length++) {
        assertThat(read(Arrays.copyOf(file, length))).isNotNull();
      }
    }

    @Test
    void noBytesMakeItThrow() {
      Random random = new Random(4);
      byte[] whole = new TinyElf().needs("libc.so.6").exports("CreateEpFactories").bytes();
      for (int round = 0; round < 20_000; round++) {
        byte[] file = whole.clone();
        for (int change = random.nextInt(1, 9); change > 0; change--) {
          file[random.nextInt(random.nextBoolean() ? 0x240 : file.length)] =
              (byte) random.nextInt(256);
        }
        assertThat(read(file)).isNotNull();
      }
    }

    @Test
    void noiseAfterTheFirstBytesIsUnknownAndEnds() {
      Random random = new Random(5);
      for (int round = 0; round < 2_000; round++) {
        byte[] file = new byte[random.nextInt(2048)];
        random.nextBytes(file);
        byte[] magic = {0x7f, 'E', 'L', 'F', 2, 1, 1};
        System.arraycopy(magic, 0, file, 0, Math.min(magic.length, file.length));
        assertThat(read(file)).isInstanceOf(Reading.Unknown.class);
      }
    }
  }
}
