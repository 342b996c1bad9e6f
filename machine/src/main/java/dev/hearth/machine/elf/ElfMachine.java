package dev.hearth.machine.elf;

/** The processors that Hearth's engine runs on, as ELF and the loader's cache number them. */
public enum ElfMachine {
  /** EM_X86_64; FLAG_X8664_LIB64 in the cache. */
  X86_64(62, 0x0300),
  /** EM_AARCH64; FLAG_AARCH64_LIB64 in the cache. */
  AARCH64(183, 0x0a00);

  private final int number;
  private final int cacheFlag;

  ElfMachine(int number, int cacheFlag) {
    this.number = number;
    this.cacheFlag = cacheFlag;
  }

  /** {@code e_machine} of an ELF header. */
  int number() {
    return number;
  }

  /** The upper byte of an entry's flags in the loader's cache. */
  int cacheFlag() {
    return cacheFlag;
  }
}
