package dev.hearth.deployment.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.deployment.edit.Change;
import dev.hearth.machine.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeployerTest {
  private static final String UNWELL = "[Container]\nImage=unwell\n";

  private final ScriptedTime time = new ScriptedTime();
  private final Narrator narrator = new Narrator();
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

  private Deployer deployer() {
    return new Deployer(setup.store(), setup.means(manager, disk, time.time()));
  }

  private Outcome deploy(Undertaking undertaking) {
    return deployer().deploy(undertaking, narrator);
  }

  private Problem refused(Undertaking undertaking) {
    assertThat(deploy(undertaking)).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) deploy(undertaking)).problem();
  }

  private Outcome.RolledBack rolledBack(Undertaking undertaking) {
    Outcome outcome = deploy(undertaking);
    assertThat(outcome).isInstanceOf(Outcome.RolledBack.class);
    return (Outcome.RolledBack) outcome;
  }

  private void assertAllIsAsBefore() {
    assertThat(setup.tree()).isEqualTo(before);
    assertThat(manager.running()).contains(Setup.OLD);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException trouble) {
      throw new UncheckedIOException(trouble);
    }
  }

  @Nested
  class WhenAllGoesWell {
    @Test
    void theNewServiceRuns() throws IOException {
      assertThat(deploy(setup.undertaking(Setup.NEW)))
          .isEqualTo(
              new Outcome.Committed(
                  "20261121T114500Z-immich-ml", Optional.of(Duration.ZERO), Optional.empty()));
      assertThat(manager.running()).contains(Setup.NEW);
      assertThat(setup.unit()).hasContent(Setup.NEW);
      assertThat(setup.managed("a.d/b.d/hearth.conf")).hasContent("[Service]\n");
      assertThat(setup.managed("libs/libnew.so")).exists();
      assertThat(setup.managed("obsolete.conf")).doesNotExist();
    }

    @Test
    void theImageIsFetchedWhileTheOldServiceRuns() {
      manager.at("pull", () -> assertThat(manager.running()).contains(Setup.OLD));
      deploy(setup.undertaking(Setup.NEW));
      assertThat(manager.done()).containsExactly("pull", "reload", "restart");
      assertThat(narrator.progress).contains("pull 1/50");
    }

    @Test
    void anImageThatIsHereIsNotFetched() {
      manager.pull("immich-ml:rocm", _ -> {});
      deploy(setup.undertaking(Setup.NEW));
      assertThat(manager.done()).containsExactly("pull", "reload", "restart");
    }

    @Test
    void modeAndOwnerOfFilesAreKept() throws IOException {
      Files.setAttribute(setup.unit(), "unix:gid", 12345);
      Attributes attributes = Attributes.of(setup.unit());
      deploy(setup.undertaking(Setup.NEW));
      assertThat(Attributes.of(setup.unit())).isEqualTo(attributes);
      assertThat(attributes)
          .isEqualTo(new Attributes(0640, Optional.of(new Attributes.Owner(0, 12345))));
    }

    @Test
    void aLinkStaysALinkAndItsTargetIsWritten() throws IOException {
      deploy(setup.undertaking(Setup.NEW));
      assertThat(Files.readSymbolicLink(setup.managed("hwaccel.yml")))
          .isEqualTo(Path.of("shared/hwaccel.yml"));
      assertThat(setup.managed("shared/hwaccel.yml")).hasContent("services: 1\n");
    }

    @Test
    void theDowntimeIsFromRestartToTheFirstGoodAnswer() {
      manager.at("pull", () -> time.pass(Duration.ofMinutes(10)));
      manager.at("restart", () -> time.pass(Duration.ofMillis(1500)));
      assertThat(deploy(setup.undertaking(Setup.NEW)))
          .isInstanceOfSatisfying(
              Outcome.Committed.class,
              done -> assertThat(done.downtime()).contains(Duration.ofMillis(1500)));
    }

    @Test
    void nothingIsDoneWhereAllIsAsItShouldBe() {
      assertThat(deploy(setup.unitOnly(Setup.OLD, Setup.OLD))).isEqualTo(new Outcome.UpToDate());
      assertThat(manager.done()).isEmpty();
      assertThat(setup.store().ids()).isEmpty();
    }

    @Test
    void aStoppedServiceWithTheRightFilesIsStarted() {
      manager.stop();
      assertThat(deploy(setup.unitOnly(Setup.OLD, Setup.OLD)))
          .isInstanceOfSatisfying(
              Outcome.Committed.class, done -> assertThat(done.downtime()).isEmpty());
      assertThat(manager.running()).contains(Setup.OLD);
    }

    @Test
    void aServiceToBeStoppedIsStoppedBeforeItsFileGoes() {
      manager.at("stop", () -> assertThat(setup.unit()).exists());
      Undertaking down =
          setup.undertaking(List.of(new Change.Removal(setup.unit(), Optional.of(Setup.OLD))));
      assertThat(deploy(stopped(down))).isInstanceOf(Outcome.Committed.class);
      assertThat(manager.running()).isEmpty();
      assertThat(setup.unit()).doesNotExist();
      assertThat(deploy(stopped(setup.undertaking(List.of())))).isEqualTo(new Outcome.UpToDate());
    }
  }

  static Undertaking stopped(Undertaking of) {
    return new Undertaking(
        of.service(),
        of.name(),
        of.summary(),
        of.changes(),
        Optional.empty(),
        of.imageBytes(),
        of.target(),
        of.health(),
        of.limits(),
        of.verification(),
        Aim.STOPPED);
  }

  @Nested
  class IsRefusedWithNothingChanged {
    @Test
    void whereAFileWasEditedSinceThePlan() {
      write(setup.unit(), "mine\n");
      before = setup.tree();
      assertThat(refused(setup.undertaking(Setup.NEW)).what())
          .isEqualTo(setup.unit() + " was edited since the plan");
      assertAllIsAsBefore();
    }

    @Test
    void whereAFileWasEditedDuringThePull() {
      manager.at("pull", () -> write(setup.unit(), "mine\n"));
      assertThat(refused(setup.undertaking(Setup.NEW)).what()).contains("edited since the plan");
      assertThat(setup.unit()).hasContent("mine\n");
      assertThat(setup.managed("a.d")).doesNotExist();
      assertThat(manager.done()).containsExactly("pull");
    }

    @Test
    void whereAFileIsThereThatMayNotBe() {
      List<Change> changes = List.of(new Change.Text(setup.unit(), Optional.empty(), Setup.NEW));
      assertThat(refused(setup.undertaking(changes)).what()).contains("edited since the plan");
      assertAllIsAsBefore();
    }

    @Test
    void whereAFolderMayNotBeWritten() {
      disk.lockedAt(file -> file.startsWith(setup.managed("shared")));
      Problem problem = refused(setup.undertaking(Setup.NEW));
      assertThat(problem.what()).isEqualTo(setup.managed("hwaccel.yml") + " cannot be changed");
      assertThat(problem.evidence()).isEqualTo("permission denied");
      assertThat(problem.remedy()).contains("sudo");
      assertAllIsAsBefore();
    }

    @Test
    void whereAFileStandsInTheWayOfAFolder() {
      List<Change> changes =
          List.of(new Change.Text(setup.unit().resolve("x.conf"), Optional.empty(), "x"));
      refused(setup.undertaking(changes));
      assertAllIsAsBefore();
    }

    @Test
    void whereALinkLeadsNowhere() throws IOException {
      Path link = setup.managed("link.yml");
      Files.createSymbolicLink(link, Path.of("nowhere"));
      before = setup.tree();
      assertThat(
              refused(setup.undertaking(List.of(new Change.Text(link, Optional.empty(), "x"))))
                  .evidence())
          .isEqualTo("it is a link to nothing");
      assertAllIsAsBefore();
    }

    @Test
    void whereTwoNamesAreOneFile() {
      List<Change> changes =
          List.of(
              new Change.Text(setup.managed("hwaccel.yml"), Optional.of("services: {}\n"), "1"),
              new Change.Text(
                  setup.managed("shared/hwaccel.yml"), Optional.of("services: {}\n"), "2"));
      assertThat(refused(setup.undertaking(changes)).what()).contains("changed twice");
      assertAllIsAsBefore();
    }

    @Test
    void whereTheStagedFolderIsNotThere() {
      List<Change> changes =
          List.of(new Change.Folder(setup.managed("libs"), setup.managed("none")));
      assertThat(refused(setup.undertaking(changes)).evidence())
          .isEqualTo(setup.managed("none") + " is not there");
      assertAllIsAsBefore();
    }

    @Test
    void whereTheDiskHasNoRoomForTheImage() {
      Means small = new Means(manager, _ -> Setup.room(49), disk, time.time());
      assertThat(new Deployer(setup.store(), small).deploy(setup.undertaking(Setup.NEW), narrator))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.problem().what()).contains("no room"));
      assertThat(manager.done()).isEmpty();
      assertAllIsAsBefore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "hasImage", "pull"})
    void whereTheManagerFailsAt(String call) {
      manager.at(
          call,
          () -> {
            throw ScriptedManager.refusal();
          });
      assertThat(refused(setup.undertaking(Setup.NEW)).what()).isEqualTo("The manager refuses");
      assertAllIsAsBefore();
      assertThat(manager.done()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"journal.jsonl", "1-immich-ml.container"})
    void whereTheDiskIsFullFor(String name) {
      disk.fullAt(file -> file.endsWith(name));
      assertThat(refused(setup.undertaking(Setup.NEW)).evidence())
          .isEqualTo("No space left on device");
      assertAllIsAsBefore();
    }

    @Test
    void whereTheServiceCannotNameAFolder() {
      Undertaking of = setup.undertaking(Setup.NEW);
      Undertaking evil =
          new Undertaking(
              "../x",
              of.name(),
              of.summary(),
              of.changes(),
              of.image(),
              of.imageBytes(),
              of.target(),
              of.health(),
              of.limits(),
              of.verification());
      assertThat(refused(evil).kind()).isEqualTo(Problem.Kind.BAD_SETTING);
      assertAllIsAsBefore();
    }
  }

  @Nested
  class IsRolledBack {
    @Test
    void whenTheNewServiceDoesNotGetWell() {
      Outcome.RolledBack back = rolledBack(setup.undertaking(UNWELL));
      assertThat(back.why().what()).isEqualTo("It was not well within 30 s");
      assertThat(back.why().evidence()).isEqualTo("it answers 503");
      assertThat(back.answers()).isTrue();
      assertThat(back.log()).containsExactly("starting", "the new one says why");
      assertThat(narrator.progress).contains("health 7000/30000");
      assertAllIsAsBefore();
    }

    @ParameterizedTest
    @CsvSource({
      "fails, It failed: exited 1, 0",
      "crashes, It crashes again and again: 3 times so far, 3",
      "exits, It does not stay up: exited 0, 4"
    })
    void atOnceWhenTheNewService(String does, String why, int seconds) {
      var begin = time.now();
      assertThat(rolledBack(setup.undertaking(does)).why().what()).isEqualTo(why);
      assertThat(Duration.between(begin, time.now())).hasSeconds(seconds);
      assertAllIsAsBefore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reload", "restart"})
    void whenTheManagerFailsOnceAt(String call) {
      manager.at(
          call,
          () -> {
            manager.at(call, () -> {});
            throw ScriptedManager.refusal();
          });
      assertThat(rolledBack(setup.undertaking(Setup.NEW)).why().what())
          .isEqualTo("The manager refuses");
      assertAllIsAsBefore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"immich-ml.container", "hwaccel.yml", "hearth.conf"})
    void withoutARestartWhenTheDiskIsFullFor(String name) {
      boolean[] full = {true};
      disk.fullAt(file -> {
        boolean now = full[0] && file.endsWith(name) && file.startsWith(setup.managed(""));
        full[0] &= !now;
        return now;
      });
      assertThat(rolledBack(setup.undertaking(Setup.NEW)).why().evidence())
          .isEqualTo("No space left on device");
      assertThat(manager.done()).containsExactly("pull", "reload");
      assertAllIsAsBefore();
    }

    @Test
    void itIsNotWellWithinTheDeadlineAskedForAndTheOldOneHasNoLessTime() {
      Undertaking asked = setup.undertaking(UNWELL).within(Duration.ofSeconds(25));
      assertThat(rolledBack(asked).why().what()).isEqualTo("It was not well within 25 s");
      assertThat(asked.limits().back()).isEqualTo(Duration.ofSeconds(25));
      assertThat(asked.within(Duration.ofSeconds(5)).limits().back())
          .isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void whenTheJournalCannotBeWrittenAnyMore() {
      manager.at("restart", () -> disk.fullAt(file -> file.endsWith("journal.jsonl")));
      // each later line fails, on the way forth and on the way back
      rolledBack(setup.undertaking(Setup.NEW));
      assertThat(narrator.notes).anyMatch(note -> note.contains("No space left on device"));
      assertAllIsAsBefore();
      disk.fullAt(_ -> false);
      manager.at("restart", () -> {});
      assertThat(recovery().recover(narrator)).hasSize(1);
      assertThat(recovery().recover(narrator)).isEmpty();
      assertAllIsAsBefore();
    }

    @Test
    void whenItComputesOnTheProcessor() {
      Undertaking undertaking = onTheProcessor();
      assertThat(rolledBack(undertaking).why().evidence()).isEqualTo("no /dev/kfd inside");
      assertAllIsAsBefore();
    }

    @Test
    void whenTheVerificationItselfErrs() {
      Undertaking undertaking =
          setup.with(
              setup.undertaking(Setup.NEW).changes(),
              _ -> {
                throw new IllegalStateException("our bug");
              });
      assertThat(rolledBack(undertaking).why().evidence()).contains("our bug");
      assertAllIsAsBefore();
    }

    @Test
    void whenItDiesDuringTheVerification() {
      Undertaking undertaking =
          setup.with(
              setup.undertaking(Setup.NEW).changes(),
              _ -> {
                write(setup.root().resolve("world/running"), "fails");
                return Optional.empty();
              });
      assertThat(rolledBack(undertaking).why().what()).isEqualTo("It did not stay well");
      assertAllIsAsBefore();
    }

    @Test
    void unlessItComputesOnTheProcessorAndThatWillDo() {
      assertThat(deployer().keepingOnCpu().deploy(onTheProcessor(), narrator))
          .isInstanceOfSatisfying(
              Outcome.Committed.class,
              done -> assertThat(done.doubt()).contains("no /dev/kfd inside"));
      assertThat(manager.running()).contains(Setup.NEW);
    }

    @Test
    void whenSomebodyInterruptsTheWait() {
      Time.Sleeper interrupted =
          duration -> {
            time.pass(duration);
            Thread.currentThread().interrupt();
            throw new InterruptedException();
          };
      Means means = setup.means(manager, disk, new Time(time.time().clock(), interrupted));
      Outcome outcome =
          new Deployer(setup.store(), means).deploy(setup.undertaking(UNWELL), narrator);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.RolledBack.class,
              back -> assertThat(back.why().what()).isEqualTo("Stopped while waiting"));
      assertAllIsAsBefore();
    }

    @Test
    void alsoWhereNobodyCanListenAnyMore() {
      Listener closed =
          (Listener)
              Proxy.newProxyInstance(
                  Listener.class.getClassLoader(),
                  new Class<?>[] {Listener.class},
                  (_, _, _) -> {
                    throw new IllegalStateException("closed pipe");
                  });
      assertThat(deployer().deploy(setup.undertaking(UNWELL), closed))
          .isInstanceOf(Outcome.RolledBack.class);
      assertAllIsAsBefore();
    }

    @Test
    void toAStoppedServiceWhereItWasStopped() {
      manager.stop();
      Outcome.RolledBack back = rolledBack(setup.undertaking(UNWELL));
      assertThat(back.answers()).isFalse();
      assertThat(setup.tree()).isEqualTo(before);
      assertThat(manager.running()).isEmpty();
    }

    @Test
    void toAnUnwellServiceWhereItWasUnwell() {
      write(setup.unit(), UNWELL);
      manager.reload();
      manager.restart();
      before = setup.tree();
      Outcome.RolledBack back = rolledBack(setup.unitOnly(UNWELL, "fails"));
      assertThat(back.answers()).isFalse();
      assertThat(setup.tree()).isEqualTo(before);
      assertThat(manager.running()).contains(UNWELL);
    }

    @Test
    void withWhatSomebodyEditedMeanwhileKeptBeside() {
      manager.at(
          "restart",
          () -> {
            manager.at("restart", () -> {});
            write(setup.unit(), "mine\n");
          });
      Outcome.RolledBack back = rolledBack(setup.undertaking(UNWELL));
      Path aside = setup.managed("immich-ml.container.edited-20261121T114500Z-immich-ml");
      assertThat(back.edited()).containsExactly(aside);
      assertThat(aside).hasContent("mine\n");
      assertThat(narrator.notes).contains("Somebody's edit is kept in " + aside);
      assertThat(setup.unit()).hasContent(Setup.OLD);
      assertThat(manager.running()).contains(Setup.OLD);
    }

    private Undertaking onTheProcessor() {
      return setup.with(
          setup.undertaking(Setup.NEW).changes(), _ -> Optional.of("no /dev/kfd inside"));
    }
  }

  private Recovery recovery() {
    return new Recovery(setup.store(), setup.means(manager, disk, time.time()));
  }

  @Nested
  class IsBroken {
    @Test
    void whenTheOldServiceDoesNotComeBack() {
      manager.at(
          "restart",
          () -> {
            throw ScriptedManager.refusal();
          });
      Outcome outcome = deploy(setup.undertaking(Setup.NEW));
      assertThat(outcome)
          .isEqualTo(
              new Outcome.Broken(
                  "20261121T114500Z-immich-ml",
                  ScriptedManager.refusal().problem(),
                  ScriptedManager.refusal().problem(),
                  List.of("scripted restart", "scripted state", "scripted log")));
      assertThat(setup.tree()).isEqualTo(before);
      assertThat(recovery().recover(narrator)).as("all that can be done was done").isEmpty();
    }

    @Test
    void withCommandsWhenAFileCannotBePutBackAndIsUndoneOnceItCan() {
      manager.at(
          "restart",
          () -> {
            manager.at("restart", () -> {});
            disk.fullAt(file -> file.equals(setup.unit()));
          });
      Outcome outcome = deploy(setup.unitOnly(Setup.OLD, UNWELL));
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Broken.class,
              broken -> {
                assertThat(broken.byHand())
                    .containsExactly(
                        "install -T -m 0640 -o 0 -g 0 "
                            + setup.store().backup(broken.id()).resolve("1-immich-ml.container")
                            + " "
                            + setup.unit(),
                        "scripted restart",
                        "scripted state",
                        "scripted log");
                assertThat(broken.trouble().evidence()).isEqualTo("No space left on device");
              });
      assertThat(refused(setup.unitOnly(UNWELL, Setup.NEW)).what())
          .isEqualTo("An earlier deployment of immich-ml is not over");
      disk.fullAt(_ -> false);
      assertThat(recovery().recover(narrator))
          .singleElement()
          .isInstanceOfSatisfying(
              Recovered.Undone.class,
              undone -> assertThat(undone.outcome()).isInstanceOf(Outcome.RolledBack.class));
      assertAllIsAsBefore();
    }
  }
}
