package dev.hearth.cli;

/** Starts Hearth from the command line. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(HearthCommand.run(Terminal.live(), arguments));
  }
}
