package dev.hearth.machine.tty;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The terminal that controls this program, /dev/tty, through the C library: {@code stty} would be a
 * program more at each change, and one that Ctrl-C ends, too.
 */
public final class ControllingTty implements Tty {
  private static final int READ_WRITE = 2;
  private static final int CLOSED_ON_EXEC = 02000000;
  private static final int AT_ONCE = 0;
  private static final int WINDOW_SIZE = 0x5413;
  private static final int STOP = 20;
  private static final int ONE_BYTE = 1;

  /** A call that a signal broke off is tried again, but not for ever. */
  private static final int MOST_FAILURES = 100;

  private static final Size USUAL = new Size(80, 24);

  private final Libc libc;
  private final int handle;
  private final MemorySegment saved;
  private final MemorySegment window;
  private final MemorySegment key;
  private boolean changed;

  private ControllingTty(Libc libc, int handle, MemorySegment saved) {
    this.libc = libc;
    this.handle = handle;
    this.saved = saved;
    window = Arena.global().allocate(Long.BYTES, Long.BYTES);
    key = Arena.global().allocate(Long.BYTES, Long.BYTES);
  }

  /** The terminal; empty where this program has none, or one whose settings cannot be read. */
  public static Optional<Tty> open() {
    Libc libc = new Libc();
    int handle =
        libc.call(
            "open",
            Arena.global().allocateFrom("/dev/tty").address(),
            READ_WRITE | CLOSED_ON_EXEC,
            0);
    MemorySegment settings = Arena.global().allocate(Termios.ROOM, Long.BYTES);
    return handle >= 0 && libc.call("tcgetattr", handle, settings.address(), 0) == 0
        ? Optional.of(new ControllingTty(libc, handle, settings))
        : Optional.empty();
  }

  @Override
  public synchronized Size size() {
    if (libc.call("ioctl", handle, WINDOW_SIZE, window.address()) != 0) {
      return USUAL;
    }
    int rows = Short.toUnsignedInt(window.get(JAVA_SHORT, 0));
    int columns = Short.toUnsignedInt(window.get(JAVA_SHORT, 2));
    return rows == 0 || columns == 0 ? USUAL : new Size(columns, rows);
  }

  @Override
  public synchronized boolean raw() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment settings = arena.allocate(Termios.ROOM, Long.BYTES).copyFrom(saved);
      Termios.raw(settings);
      changed = true;
      return libc.call("tcsetattr", handle, AT_ONCE, settings.address()) == 0;
    }
  }

  @Override
  public synchronized void restore() {
    if (changed) {
      libc.call("tcsetattr", handle, AT_ONCE, saved.address());
      changed = false;
    }
  }

  /** Only one thread reads, and holds nothing while it waits. */
  @Override
  public int read() {
    for (int failures = 0; failures < MOST_FAILURES; failures++) {
      int count = libc.call("read", handle, key.address(), ONE_BYTE);
      if (count == 1) {
        return Byte.toUnsignedInt(key.get(JAVA_BYTE, 0));
      }
      if (count == 0) {
        return GONE;
      }
    }
    return GONE;
  }

  @Override
  public void stop() {
    libc.call("kill", 0, STOP, 0);
  }
}
