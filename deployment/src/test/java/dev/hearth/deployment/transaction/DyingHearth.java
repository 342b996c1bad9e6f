package dev.hearth.deployment.transaction;

import dev.hearth.machine.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A hearth in a process of its own, which the power leaves. It works on many setups at once, stops
 * in each at another line of the journal, and dies when it stands still in all of them: one process
 * that dies a hundred deaths takes a second, a hundred processes a minute.
 */
final class DyingHearth {
  /** How such a process ends: as if killed. */
  static final int KILLED = 137;

  /** How it ends where a deployment came to its end alive. */
  static final int LIVED = 7;

  private DyingHearth() {}

  /** Where it dies: before or after a line of the journal. */
  record Death(boolean after, int line) {
    static List<Death> all(int lines) {
      return IntStream.rangeClosed(1, lines)
          .boxed()
          .flatMap(line -> Stream.of(new Death(false, line), new Death(true, line)))
          .toList();
    }

    String folder() {
      return (after ? "after-" : "before-") + line;
    }

    String point() {
      return after ? "after line" : "before line";
    }
  }

  /**
   * Deploys, and halts. Or holds the lock until it is killed.
   *
   * @param arguments folder of the setups, text for the unit, number of lines; or folder and "hold"
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    if (arguments[1].equals("hold")) {
      hold(new Setup(folder));
      return;
    }
    List<Death> deaths = Death.all(Integer.parseInt(arguments[2]));
    CountDownLatch alive = new CountDownLatch(deaths.size());
    for (Death death : deaths) {
      Setup setup = new Setup(folder.resolve(death.folder()));
      Thread.ofVirtual().start(() -> deploy(setup, arguments[1], new LastLine(death, alive)));
    }
    alive.await();
    Runtime.getRuntime().halt(KILLED);
  }

  private static void deploy(Setup setup, String text, Fuse fuse) {
    Means means =
        new Means(
            setup.manager(fuse),
            _ -> Reading.unknown("nobody asked"),
            new ScriptedDisk(fuse),
            new ScriptedTime().time());
    new Deployer(setup.store(), means).deploy(setup.undertaking(text), Listener.silent());
    Runtime.getRuntime().halt(LIVED);
  }

  /** Stands still for good at one line. */
  private static final class LastLine implements Fuse {
    private final Death death;
    private final CountDownLatch alive;
    private int lines;

    LastLine(Death death, CountDownLatch alive) {
      this.death = death;
      this.alive = alive;
    }

    @Override
    public void burn(String point) {
      if (point.startsWith(death.point()) && ++lines == death.line()) {
        alive.countDown();
        while (true) {
          LockSupport.park(this);
        }
      }
    }
  }

  private static void hold(Setup setup) throws IOException, InterruptedException {
    DeploymentStore store = setup.store();
    try (StoreLock _ = store.lock(Time.real(), Listener.silent())) {
      Files.createFile(setup.root().resolve("held"));
      Thread.sleep(60_000);
    }
  }
}
