package dev.hearth.deployment.transaction;

/** Burns with everything a deployment does to the world, and ends the process at one point. */
@FunctionalInterface
interface Fuse {
  void burn(String point);

  /** One that never ends anything. */
  static Fuse wet() {
    return _ -> {};
  }

  /** What the process in this process is ended by; nothing in a deployment may catch it. */
  final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed(String point) {
      super(point);
    }
  }

  /** Kills at one point, and at every later one: the dead do nothing. */
  final class Killing implements Fuse {
    private final int at;
    private int burnt;

    Killing(int at) {
      this.at = at;
    }

    @Override
    public void burn(String point) {
      if (burnt++ >= at) {
        throw new Killed(point);
      }
    }
  }

  /** Counts, so that a test knows where it can kill. */
  final class Counting implements Fuse {
    private int burnt;

    @Override
    public void burn(String point) {
      burnt++;
    }

    int points() {
      return burnt;
    }
  }
}
