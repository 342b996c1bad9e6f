package dev.hearth.deployment.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {
  private final ScriptedTime time = new ScriptedTime();
  private final Narrator narrator = new Narrator();
  private Setup setup;

  @BeforeEach
  void aSetup(@TempDir(factory = InMemory.class) Path root) {
    setup = Setup.in(root);
  }

  private Outcome deploy() {
    Means means = setup.means(setup.manager(Fuse.wet()), new ScriptedDisk(Fuse.wet()), time.time());
    return new Deployer(setup.store(), means).deploy(setup.undertaking(Setup.NEW), narrator);
  }

  private void assertRefusedFor(Outcome outcome, String holder) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.problem().evidence()).endsWith("lock is locked by " + holder);
              assertThat(refused.problem().remedy()).contains("ps -fp 4711");
            });
    assertThat(narrator.notes).containsExactly("Waiting for another hearth, " + holder);
  }

  @Test
  void aSecondOneInThisProcessWaitsForAWhileAndIsRefused() {
    var begin = time.now();
    try (StoreLock _ = setup.store().lock(time.time(), narrator)) {
      assertRefusedFor(deploy(), "pid 4711");
    }
    assertThat(Duration.between(begin, time.now())).isEqualTo(Duration.ofSeconds(2));
    assertThat(deploy()).isInstanceOf(Outcome.Committed.class);
  }

  @Test
  void oneThatWaitsGoesOnWhenTheFirstIsOver() {
    StoreLock first = setup.store().lock(time.time(), narrator);
    Time waiting =
        new Time(
            time.time().clock(),
            duration -> {
              time.pass(duration);
              first.close();
            });
    Means means = setup.means(setup.manager(Fuse.wet()), new LocalDisk(), waiting);
    assertThat(new Deployer(setup.store(), means).deploy(setup.undertaking(Setup.NEW), narrator))
        .isInstanceOf(Outcome.Committed.class);
  }

  @Test
  void anotherProcessIsNamedAndItsLockEndsWithIt() throws Exception {
    Process other = KilledProcessTest.hearth(setup.root().toString(), "hold");
    try {
      for (int wait = 0; wait < 400 && !Files.exists(setup.root().resolve("held")); wait++) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertRefusedFor(deploy(), "pid 4711");
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(deploy()).isInstanceOf(Outcome.Committed.class);
  }
}
