package dev.hearth.machine.tty;

/** The terminal a person sits at. What is not known of its kind is left to who writes to it. */
public interface Tty {
  /** Columns and rows. */
  record Size(int columns, int rows) {}

  /** How large it is now; what every terminal shows, where it does not tell. */
  Size size();

  /**
   * From now on keys come one by one and unseen, those that would end or stop this program, too.
   *
   * @return whether the terminal took it
   */
  boolean raw();

  /** Gives back the settings that it had. May be called at any time, and from any thread. */
  void restore();

  /**
   * Waits for keys.
   *
   * @return the next byte; {@link #GONE} once the terminal is gone
   */
  int read();

  /** No key comes any more. */
  int GONE = -1;

  /** Stops this program and all that was started with it, as the terminal would at Ctrl-Z. */
  void stop();
}
