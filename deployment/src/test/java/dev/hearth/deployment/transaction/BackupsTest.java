package dev.hearth.deployment.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.deployment.edit.Change;
import dev.hearth.machine.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {
  private final ScriptedTime time = new ScriptedTime();
  private Setup setup;
  private ScriptedManager manager;
  private Means means;
  private Backups backups;
  private String before;

  @BeforeEach
  void anOldServiceRuns(@TempDir(factory = InMemory.class) Path root) {
    setup = Setup.in(root);
    manager = setup.manager(Fuse.wet());
    means = setup.means(manager, new ScriptedDisk(Fuse.wet()), time.time());
    backups = new Backups(setup.store(), means);
    before = setup.tree();
  }

  private String commit(Undertaking undertaking) {
    time.pass(Duration.ofMinutes(1));
    Outcome outcome = new Deployer(setup.store(), means).deploy(undertaking, Listener.silent());
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return ((Outcome.Committed) outcome).id();
  }

  private static String text(int version) {
    return "[Container]\nImage=immich-ml:" + version + "\n";
  }

  @Test
  void areListedWithWhatBecameOfTheDeployment() {
    String first = commit(setup.undertaking(Setup.NEW));
    time.pass(Duration.ofMinutes(1));
    new Deployer(setup.store(), means)
        .deploy(setup.unitOnly(Setup.NEW, "fails"), Listener.silent());
    assertThat(backups.list())
        .extracting(Backup::ending)
        .containsExactly(Optional.of(Ending.COMMITTED), Optional.of(Ending.ROLLED_BACK));
    assertThat(backups.of("immich-ml"))
        .containsExactly(
            new Backup(
                first,
                setup.began(first),
                "immich-ml",
                "cpu → rocm",
                Optional.of(Ending.COMMITTED),
                Optional.of(Duration.ZERO),
                List.of()));
    assertThat(backups.of("ollama")).isEmpty();
  }

  @Test
  void eachHasASummaryForPeople() throws IOException {
    String id = commit(setup.undertaking(Setup.NEW));
    assertThat(Files.readString(setup.store().summary(id)))
        .contains("\"id\" : \"" + id + "\"", "\"summary\" : \"cpu → rocm\"", "\"COMMITTED\"");
  }

  @Test
  void mayBeReadByTheirOwnerOnly() throws IOException {
    String id = commit(setup.undertaking(Setup.NEW));
    Path copy = setup.store().backup(id).resolve("1-immich-ml.container");
    assertThat(Attributes.of(copy).mode()).isEqualTo(0600);
    assertThat(Attributes.of(setup.root().resolve("state/deployments")).mode()).isEqualTo(0700);
    assertThat(copy).hasContent(Setup.OLD);
  }

  @Test
  void aChangedOrMissingCopyIsFoundAndNotUsed() throws IOException {
    String id = commit(setup.undertaking(Setup.NEW));
    Path changed = setup.store().backup(id).resolve("1-immich-ml.container");
    Path missing = setup.store().backup(id).resolve("4-libs").resolve("libold.so");
    Files.writeString(changed, "other");
    Files.delete(missing);
    assertThat(backups.list().getFirst().unsound()).containsExactly(changed, missing.getParent());
    assertThatThrownBy(() -> backups.restore("immich-ml", id))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("The backup is damaged");
  }

  @Test
  void theLastTenOfAServiceAreKept() {
    commit(setup.unitOnly(Setup.OLD, text(0)));
    for (int version = 0; version < 12; version++) {
      commit(setup.unitOnly(text(version), text(version + 1)));
    }
    assertThat(backups.list()).hasSize(10);
    assertThat(backups.list()).allMatch(backup -> backup.unsound().isEmpty());
    assertThat(setup.unit()).hasContent(text(12));
  }

  @Nested
  class Restored {
    private void restore(String id) {
      Restoration restoration = backups.restore("immich-ml", id);
      assertThat(restoration.edited()).isEmpty();
      commit(restoration.undertaking());
    }

    @Test
    void everythingIsAsItWasButForTheStagedFolder() throws IOException {
      String id = commit(setup.undertaking(Setup.NEW));
      restore(id);
      Files.createDirectories(setup.managed(".new/libs"));
      Files.writeString(setup.managed(".new/libs/libnew.so"), "new");
      Files.setAttribute(setup.managed(".new/libs/libnew.so"), "unix:mode", 0755);
      for (String folder : List.of("a.d/b.d", "a.d")) {
        Files.deleteIfExists(setup.managed(folder));
      }
      assertThat(setup.tree()).isEqualTo(before);
      assertThat(manager.running()).contains(Setup.OLD);
    }

    @Test
    void itIsADeploymentOfItsOwnThatCanBeTakenBack() {
      String id = commit(setup.undertaking(Setup.NEW));
      restore(id);
      String back = backups.of("immich-ml").getLast().id();
      assertThat(back).isGreaterThan(id);
      restore(back);
      assertThat(setup.unit()).hasContent(Setup.NEW);
      assertThat(setup.managed("libs/libnew.so")).exists();
      assertThat(setup.managed("obsolete.conf")).doesNotExist();
      restore(id);
      assertThat(setup.unit()).hasContent(Setup.OLD);
      assertThat(setup.managed("libs/libold.so")).exists();
      assertThat(setup.managed("obsolete.conf")).hasContent("obsolete\n");
    }

    @Test
    void laterDeploymentsAreTakenBackToo() {
      String first = commit(setup.unitOnly(Setup.OLD, text(1)));
      commit(setup.unitOnly(text(1), text(2)));
      commit(
          setup.undertaking(
              List.of(
                  new Change.Text(
                      setup.managed("hwaccel.yml"), Optional.of("services: {}\n"), "x\n"))));
      restore(first);
      assertThat(setup.tree()).isEqualTo(before);
    }

    @Test
    void theImageOfThatTimeIsFetchedAgain() {
      commit(setup.unitOnly(Setup.OLD, text(1)));
      String second = commit(setup.unitOnly(text(1), text(2)));
      assertThat(backups.restore("immich-ml", second).undertaking().image())
          .contains("immich-ml:rocm");
    }

    @Test
    void aServiceThatHadNotRunIsStopped() {
      manager.stop();
      String id = commit(setup.unitOnly(Setup.OLD, text(1)));
      restore(id);
      assertThat(manager.running()).isEmpty();
      assertThat(setup.tree()).isEqualTo(before);
    }

    @Test
    void whatSomebodyEditedSinceIsNamedAndKeptInTheNewBackup() throws IOException {
      String id = commit(setup.unitOnly(Setup.OLD, text(1)));
      Files.writeString(setup.unit(), "mine\n");
      Restoration restoration = backups.restore("immich-ml", id);
      assertThat(restoration.edited()).containsExactly(setup.unit());
      String back = commit(restoration.undertaking());
      assertThat(setup.store().backup(back).resolve("1-immich-ml.container")).hasContent("mine\n");
    }

    @Test
    void anUnknownOneIsRefusedWithThoseThereAre() {
      String id = commit(setup.unitOnly(Setup.OLD, text(1)));
      assertThatThrownBy(() -> backups.restore("immich-ml", "20200101T000000Z-immich-ml"))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("there are " + id);
      assertThatThrownBy(() -> backups.restore("ollama", id))
          .hasMessageContaining("there are none of it");
    }
  }

  @Nested
  class Ids {
    @Test
    void areTimeAndService() {
      assertThat(commit(setup.undertaking(Setup.NEW))).isEqualTo("20261121T114600Z-immich-ml");
    }

    @Test
    void areInOrderEvenWhenTheClockIsSetBack() {
      String first = commit(setup.unitOnly(Setup.OLD, text(1)));
      time.pass(Duration.ofHours(-3));
      String second = commit(setup.unitOnly(text(1), text(2)));
      assertThat(second).isEqualTo(first + "-2");
    }
  }
}
