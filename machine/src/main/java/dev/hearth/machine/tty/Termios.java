package dev.hearth.machine.tty;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * The settings of a terminal. Source: {@code struct termios} of glibc and musl on 64-bit x86 and
 * Arm, asm-generic/termbits.h: four words of flags, a byte, and the control characters.
 */
final class Termios {
  /** The structure takes 60 bytes. */
  static final int ROOM = 128;

  private static final long INPUT = 0;
  private static final long LOCAL = 12;
  private static final long CHARACTERS = 17;
  private static final int TIME = 5;
  private static final int LEAST = 6;

  /** Carriage return comes as it is: ICRNL. Ctrl-S and Ctrl-Q, too: IXON. */
  private static final int INPUT_FLAGS = 0000400 | 0002000;

  /** ISIG, ICANON, ECHO and IEXTEN. */
  private static final int LOCAL_FLAGS = 0000001 | 0000002 | 0000010 | 0100000;

  private Termios() {}

  /** Sets that keys come one by one, unseen, each as soon as it is there. */
  static void raw(MemorySegment settings) {
    settings.set(JAVA_INT, INPUT, settings.get(JAVA_INT, INPUT) & ~INPUT_FLAGS);
    settings.set(JAVA_INT, LOCAL, settings.get(JAVA_INT, LOCAL) & ~LOCAL_FLAGS);
    settings.set(JAVA_BYTE, CHARACTERS + TIME, (byte) 0);
    settings.set(JAVA_BYTE, CHARACTERS + LEAST, (byte) 1);
  }
}
