package dev.hearth.deployment.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.deployment.edit.Change;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that are made ready first: libraries that were fetched, before the unit's file. */
class StagedTest {
  private static final String UNWELL = "[Container]\nImage=unwell\n";

  private final List<String> done = new ArrayList<>();
  private final Narrator narrator = new Narrator();
  private final ScriptedTime time = new ScriptedTime();
  private Setup setup;
  private ScriptedManager manager;
  private ScriptedDisk disk;
  private String before;

  @BeforeEach
  void anOldServiceRuns(@TempDir(factory = InMemory.class) Path root) {
    setup = Setup.in(root);
    manager = setup.manager(Fuse.wet());
    disk = new ScriptedDisk(Fuse.wet());
    before = setup.tree();
  }

  private Outcome deploy(String after, Staged staged) {
    return deployer().deploy(setup.unitOnly(Setup.OLD, after), staged, narrator);
  }

  private Deployer deployer() {
    return new Deployer(setup.store(), setup.means(manager, disk, time.time()));
  }

  /** Libraries that are ready; what they are asked is written down. */
  private Staged libraries() {
    return new Staged() {
      @Override
      public List<Change> changes() {
        done.add("made ready");
        return List.of(new Change.Folder(setup.managed("libs"), setup.managed(".new/libs")));
      }

      @Override
      public void tidy() {
        done.add("tidied");
      }
    };
  }

  @Test
  void areMadeBeforeTheOthersAndTidiedAfterTheCommit() {
    assertThat(deploy(Setup.NEW, libraries())).isInstanceOf(Outcome.Committed.class);
    assertThat(setup.managed("libs/libnew.so")).exists();
    assertThat(setup.unit()).hasContent(Setup.NEW);
    assertThat(done).containsExactly("made ready", "tidied");
  }

  @Test
  void areTakenBackWithTheOthersAndTidiedThen() {
    assertThat(deploy(UNWELL, libraries())).isInstanceOf(Outcome.RolledBack.class);
    assertThat(setup.tree()).isEqualTo(before);
    assertThat(done).containsExactly("made ready", "tidied");
  }

  @Test
  void refuseAllWhereTheyCannotBeMadeReady() {
    Staged missing =
        new Staged() {
          @Override
          public List<Change> changes() {
            throw ScriptedManager.refusal();
          }

          @Override
          public void tidy() {
            done.add("tidied");
          }
        };
    assertThat(deploy(Setup.NEW, missing))
        .isEqualTo(new Outcome.Refused(ScriptedManager.refusal().problem()));
    assertThat(setup.tree()).isEqualTo(before);
    assertThat(done).containsExactly("tidied");
    assertThat(setup.store().ids()).isEmpty();
  }

  @Test
  void areNeitherFetchedNorTidiedWhileAnEarlierDeploymentNeedsThem() {
    manager.at(
        "restart",
        () -> {
          manager.at("restart", () -> {});
          disk.fullAt(file -> file.equals(setup.unit()));
        });
    assertThat(deploy(UNWELL, libraries())).isInstanceOf(Outcome.Broken.class);
    assertThat(done).containsExactly("made ready");

    assertThat(deploy(Setup.NEW, libraries())).isInstanceOf(Outcome.Refused.class);
    assertThat(done).containsExactly("made ready");

    disk.fullAt(_ -> false);
    new Recovery(setup.store(), setup.means(manager, disk, time.time()), done::add)
        .recover(narrator);
    assertThat(done).containsExactly("made ready", "immich-ml");
    assertThat(setup.tree()).isEqualTo(before);
  }

  @Test
  void thatCannotBeTidiedAreSaidAndTheOutcomeStands() {
    Staged sticky =
        new Staged() {
          @Override
          public List<Change> changes() {
            return List.of();
          }

          @Override
          public void tidy() {
            throw ScriptedManager.refusal();
          }
        };
    assertThat(deploy(Setup.NEW, sticky)).isInstanceOf(Outcome.Committed.class);
    assertThat(narrator.notes).contains(ScriptedManager.refusal().problem().sentence());
  }

  @Test
  void questionsAreAskedOneAfterTheOtherUntilOneFindsSomething() {
    Undertaking.Question well = _ -> Optional.empty();
    Undertaking.Question first = _ -> Optional.of("first");
    Undertaking.Question second = _ -> Optional.of("second");
    assertThat(well.and(well).trouble(manager)).isEmpty();
    assertThat(well.and(second).trouble(manager)).contains("second");
    assertThat(first.and(second).trouble(manager)).contains("first");
  }
}
