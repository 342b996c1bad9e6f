package dev.hearth.machine.elf;

import dev.hearth.machine.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a shared library says of itself to the dynamic loader. Source: the ELF header and the
 * dynamic section (System V ABI, chapters 4 and 5).
 *
 * @param machine {@code e_machine}; empty for processors that Hearth does not know
 * @param name DT_SONAME; empty where it has none
 * @param needed DT_NEEDED, in order: the libraries that must be found before this one loads
 * @param exported those of the asked symbols that it defines for others
 */
public record SharedLibrary(
    Optional<ElfMachine> machine, String name, List<String> needed, List<String> exported) {
  public SharedLibrary {
    needed = List.copyOf(needed);
    exported = List.copyOf(exported);
  }

  /**
   * Reads a library.
   *
   * @param symbols to look for among what it defines for others
   * @return unknown, and why, where it is no 64-bit shared library or is damaged
   */
  public static Reading<SharedLibrary> read(ElfContent content, List<String> symbols) {
    try {
      return Reading.known(new ElfParser(content).library(symbols));
    } catch (ElfParser.Malformed malformed) {
      return Reading.unknown(malformed.reason());
    } catch (IOException unreadable) {
      return Reading.unknown("it cannot be read: " + unreadable.getMessage());
    }
  }
}
