package dev.hearth.cli.top;

/**
 * How a person wants to see it.
 *
 * @param columns of the terminal
 * @param rows of it; {@link #ENDLESS} where all is printed
 * @param order of the processes
 * @param paused whether the screen stands still
 * @param help whether the keys are explained instead
 */
public record View(int columns, int rows, Order order, boolean paused, boolean help) {
  /** No screen: a pipe, a file. */
  public static final int ENDLESS = Integer.MAX_VALUE;

  private static final int CONTROL_C = 3;

  /** What a key does. */
  public enum Action {
    NOTHING,
    SHOW,
    QUIT,
    STOP
  }

  /** A key, and what the view is after it. */
  public record Turn(Action action, View view) {}

  /** The view of a terminal that was opened just now. */
  public static View first(int columns, int rows, Order order) {
    return new View(columns, rows, order, false, false);
  }

  /** The same on a terminal of another size. */
  public View sized(int newColumns, int newRows) {
    return new View(newColumns, newRows, order, paused, help);
  }

  /** What comes after a key. */
  public Turn after(int key) {
    return switch (key) {
      case 'q', 'Q', CONTROL_C -> new Turn(Action.QUIT, this);
      case 26 -> new Turn(Action.STOP, this);
      case 's' -> show(order.next());
      case 'b' -> show(Order.BUSY);
      case 'm' -> show(Order.MEMORY);
      case 'n' -> show(Order.NAME);
      case 'p' -> show(Order.PID);
      case ' ' -> new Turn(Action.SHOW, new View(columns, rows, order, !paused, help));
      case '?', 'h' -> new Turn(Action.SHOW, new View(columns, rows, order, paused, !help));
      default -> new Turn(Action.NOTHING, this);
    };
  }

  private Turn show(Order chosen) {
    return new Turn(Action.SHOW, new View(columns, rows, chosen, paused, false));
  }
}
