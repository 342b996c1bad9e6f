package dev.hearth.deployment.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest {
  private static final String UNWELL = "[Container]\nImage=unwell\n";

  @TempDir(factory = InMemory.class)
  private Path folder;

  private final ScriptedTime time = new ScriptedTime();

  /** One machine: its setup, and what has to be seen at the end. */
  private final class Trial {
    final Setup setup;
    final String before;

    Trial(String name) {
      setup = Setup.in(folder.resolve(name));
      before = setup.tree();
    }

    Means means(Fuse fuse) {
      return setup.means(setup.manager(fuse), new ScriptedDisk(fuse), time.time());
    }

    Outcome deploy(String after, Fuse fuse) {
      return new Deployer(setup.store(), means(fuse))
          .deploy(setup.undertaking(after), Listener.silent());
    }

    /** Deploys until it is killed. */
    void die(String after, int at) {
      assertThatThrownBy(() -> deploy(after, new Fuse.Killing(at))).isInstanceOf(Fuse.Killed.class);
    }

    List<Recovered> recover(Fuse fuse) {
      return new Recovery(setup.store(), means(fuse)).recover(Listener.silent());
    }

    Optional<String> running() {
      return setup.manager(Fuse.wet()).running();
    }

    Path journal() {
      return setup.store().of(setup.store().ids().getFirst()).resolve("journal.jsonl");
    }

    /** Exactly old or exactly new, and nothing left to recover. */
    void assertWhole(String kill) {
      boolean isNew = Files.exists(setup.managed("a.d"));
      assertThat(setup.tree()).as(kill).isEqualTo(isNew ? treeOfNew() : before);
      assertThat(running()).as(kill).contains(isNew ? Setup.NEW : Setup.OLD);
      assertThat(recover(Fuse.wet())).as(kill).isEmpty();
    }
  }

  private Optional<String> newTree = Optional.empty();

  private String treeOfNew() {
    if (newTree.isEmpty()) {
      Trial whole = new Trial("whole");
      assertThat(whole.deploy(Setup.NEW, Fuse.wet())).isInstanceOf(Outcome.Committed.class);
      newTree = Optional.of(whole.setup.tree());
    }
    return newTree.get();
  }

  private int points(String after) {
    Fuse.Counting counting = new Fuse.Counting();
    new Trial("counted").deploy(after, counting);
    assertThat(counting.points()).isGreaterThan(50);
    return counting.points();
  }

  @Nested
  class AfterAKillAtEachPoint {
    @Test
    void ofAGoodDeploymentEverythingIsOldOrNew() {
      int committed = 0;
      int points = points(Setup.NEW);
      for (int at = 0; at < points; at++) {
        Trial trial = new Trial("good" + at);
        trial.die(Setup.NEW, at);
        List<Recovered> recovered = trial.recover(Fuse.wet());
        trial.assertWhole("killed at point " + at + ", " + recovered);
        committed += trial.setup.tree().equals(treeOfNew()) ? 1 : 0;
      }
      // behind the line that says "verified": one point, three of each of three lines, the
      // summary's
      assertThat(committed).isEqualTo(1 + 3 * 3 + 3);
    }

    @Test
    void ofADeploymentThatIsRolledBackEverythingIsOld() {
      int points = points(UNWELL);
      for (int at = 0; at < points; at++) {
        Trial trial = new Trial("bad" + at);
        trial.die(UNWELL, at);
        trial.recover(Fuse.wet());
        trial.assertWhole("killed at point " + at);
        assertThat(trial.setup.tree()).isEqualTo(trial.before);
      }
    }
  }

  /** Kills deployment and recoveries at random points, until one comes through. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aRecoveryThatIsKilledIsDoneAgain(long seed) {
    Random random = new Random(seed);
    int points = points(Setup.NEW);
    for (int round = 0; round < 25; round++) {
      Trial trial = new Trial("random" + round);
      int at = random.nextInt(points);
      trial.die(random.nextBoolean() ? Setup.NEW : UNWELL, at);
      StringBuilder kills = new StringBuilder("seed " + seed + ": " + at);
      boolean over = false;
      while (!over) {
        int next = random.nextInt(40);
        kills.append(", ").append(next);
        try {
          trial.recover(new Fuse.Killing(next));
          over = true;
        } catch (Fuse.Killed _) {
          over = false;
        }
      }
      trial.assertWhole(kills.toString());
    }
  }

  @Nested
  class Says {
    @Test
    void thatItFinishedWhatWasVerified() {
      Trial trial = new Trial("verified");
      trial.deploy(Setup.NEW, Fuse.wet());
      cutLast(trial.journal(), 3);
      assertThat(trial.recover(Fuse.wet()))
          .containsExactly(new Recovered.Finished("20261121T114500Z-immich-ml", "immich-ml"));
      trial.assertWhole("finished");
      assertThat(trial.setup.tree()).isEqualTo(treeOfNew());
    }

    @Test
    void thatItUndidWhatWasNotVerifiedAndWhere() {
      Trial trial = new Trial("unverified");
      trial.deploy(Setup.NEW, Fuse.wet());
      cutLast(trial.journal(), 4);
      assertThat(trial.recover(Fuse.wet()))
          .singleElement()
          .isInstanceOfSatisfying(
              Recovered.Undone.class,
              undone ->
                  assertThat(((Outcome.RolledBack) undone.outcome()).why().what())
                      .isEqualTo("The deployment was cut short at verify"));
      trial.assertWhole("undone");
      assertThat(trial.setup.tree()).isEqualTo(trial.before);
    }

    @Test
    void thatNothingHadBeenChanged() {
      Trial trial = new Trial("early");
      Fuse cut =
          point -> {
            if (point.equals("before pull")) {
              throw new Fuse.Killed(point);
            }
          };
      assertThatThrownBy(() -> trial.deploy(Setup.NEW, cut)).isInstanceOf(Fuse.Killed.class);
      assertThat(trial.recover(Fuse.wet()))
          .containsExactly(new Recovered.Untouched("20261121T114500Z-immich-ml", "immich-ml"));
      assertThat(trial.setup.manager(Fuse.wet()).done()).isEmpty();
      trial.assertWhole("untouched");
    }
  }

  private static void cutLast(Path journal, int lines) {
    try {
      List<String> all = Files.readAllLines(journal);
      Files.writeString(journal, String.join("\n", all.subList(0, all.size() - lines)) + "\n");
    } catch (IOException trouble) {
      throw new UncheckedIOException(trouble);
    }
  }

  @Nested
  class OfATornJournal {
    @Test
    void whateverIsLeftOfTheLastLineIsPassedOver() throws IOException {
      Trial trial = new Trial("torn");
      trial.deploy(Setup.NEW, Fuse.wet());
      byte[] whole = Files.readAllBytes(trial.journal());
      int lastLine = new String(whole, StandardCharsets.UTF_8).lines().toList().getLast().length();
      for (int cut = 1; cut <= lastLine; cut += 7) {
        Files.write(trial.journal(), Arrays.copyOf(whole, whole.length - cut));
        assertThat(trial.recover(Fuse.wet()))
            .as("%d bytes cut", cut)
            .hasOnlyElementsOfType(Recovered.Finished.class)
            .hasSize(1);
        assertThat(trial.recover(Fuse.wet())).isEmpty();
      }
    }

    @Test
    void zerosThatAPowerCutLeavesAreATornLine() throws IOException {
      Trial trial = new Trial("zeros");
      trial.deploy(Setup.NEW, Fuse.wet());
      cutLast(trial.journal(), 4);
      byte[] cut = Files.readAllBytes(trial.journal());
      Files.write(trial.journal(), Arrays.copyOf(cut, cut.length + 300));
      assertThat(trial.recover(Fuse.wet())).hasOnlyElementsOfType(Recovered.Undone.class);
      trial.assertWhole("zeros");
    }
  }

  @Nested
  class OfADamagedJournal {
    @Test
    void isReportedAndItsBackupIsKept() throws IOException {
      Trial trial = new Trial("damaged");
      trial.deploy(Setup.NEW, Fuse.wet());
      String text = Files.readString(trial.journal());
      Files.writeString(trial.journal(), text.replaceFirst("PREFLIGHT", "PREFLIGHX"));
      String backup = Setup.tree(trial.setup.store().backup(id(trial)));
      for (int run = 0; run < 2; run++) {
        assertThat(trial.recover(Fuse.wet()))
            .singleElement()
            .isInstanceOfSatisfying(
                Recovered.Damaged.class,
                damaged -> assertThat(damaged.problem().remedy()).contains("mv "));
      }
      assertThat(Setup.tree(trial.setup.store().backup(id(trial)))).isEqualTo(backup);
      assertThat(trial.setup.tree()).isEqualTo(treeOfNew());
    }

    @Test
    void isNeverTakenForAnEmptyOne() throws IOException {
      Trial trial = new Trial("lost");
      trial.deploy(Setup.NEW, Fuse.wet());
      Files.write(trial.journal(), new byte[0]);
      assertThat(trial.recover(Fuse.wet())).hasOnlyElementsOfType(Recovered.Damaged.class);
      assertThat(trial.setup.store().backup(id(trial))).isDirectory();
    }

    /** Any bytes at all: it may be anything, but it is an answer. */
    @Test
    void neverThrows() throws IOException {
      Trial trial = new Trial("bytes");
      trial.deploy(Setup.NEW, Fuse.wet());
      byte[] whole = Files.readAllBytes(trial.journal());
      Random random = new Random(7);
      for (int round = 0; round < 200; round++) {
        byte[] bytes = whole.clone();
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        Files.write(trial.journal(), bytes);
        Journal journal = trial.setup.store().journal(id(trial), new LocalDisk());
        assertThat(journal.damaged() || !journal.isEmpty() || bytes[0] != whole[0]).isTrue();
      }
    }

    private String id(Trial trial) {
      return trial.setup.store().ids().getFirst();
    }
  }

  @Test
  void aFileThatCannotBePutBackLeavesTheDeploymentOpenForTheNextRun() {
    Trial trial = new Trial("full");
    trial.deploy(Setup.NEW, Fuse.wet());
    cutLast(trial.journal(), 4);
    ScriptedDisk full = new ScriptedDisk(Fuse.wet()).fullAt(trial.setup.unit()::equals);
    Means means = trial.setup.means(trial.setup.manager(Fuse.wet()), full, time.time());
    assertThat(new Recovery(trial.setup.store(), means).recover(Listener.silent()))
        .singleElement()
        .isInstanceOfSatisfying(
            Recovered.Undone.class,
            undone -> assertThat(undone.outcome()).isInstanceOf(Outcome.Broken.class));
    assertThat(trial.recover(Fuse.wet())).hasOnlyElementsOfType(Recovered.Undone.class);
    trial.assertWhole("at the second run");
  }
}
