package dev.hearth.deployment.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process ends at each line of the journal, and this one finds what it left. */
class KilledProcessTest {
  private static final String UNWELL = "[Container]\nImage=unwell\n";

  @TempDir(factory = InMemory.class)
  private Path folder;

  @Test
  void killedAtEachLineOfAGoodDeploymentEverythingIsOldOrNew() throws Exception {
    Setup whole = deployWhole(Setup.NEW);
    int committed = 0;
    for (Map.Entry<Setup, String> left : killAtEachLine(Setup.NEW).entrySet()) {
      Setup setup = left.getKey();
      recover(setup);
      boolean isNew = Files.exists(setup.managed("a.d"));
      assertThat(setup.tree())
          .as(setup.toString())
          .isEqualTo(isNew ? whole.tree() : left.getValue());
      assertThat(setup.manager(Fuse.wet()).running())
          .as(setup.toString())
          .contains(isNew ? Setup.NEW : Setup.OLD);
      committed += isNew ? 1 : 0;
    }
    // after the line that says "verified", and before and after the three lines behind it
    assertThat(committed).isEqualTo(7);
  }

  @Test
  void killedAtEachLineOfARollBackEverythingIsOld() throws Exception {
    deployWhole(UNWELL);
    for (Map.Entry<Setup, String> left : killAtEachLine(UNWELL).entrySet()) {
      Setup setup = left.getKey();
      recover(setup);
      assertThat(setup.tree()).as(setup.toString()).isEqualTo(left.getValue());
      assertThat(setup.manager(Fuse.wet()).running()).as(setup.toString()).contains(Setup.OLD);
    }
  }

  /** Deploys to the end, for the number of lines and the tree there is then. */
  private Setup deployWhole(String text) {
    Setup setup = Setup.in(folder.resolve("whole"));
    new Deployer(setup.store(), means(setup)).deploy(setup.undertaking(text), Listener.silent());
    return setup;
  }

  private static Means means(Setup setup) {
    return setup.means(
        setup.manager(Fuse.wet()), new ScriptedDisk(Fuse.wet()), new ScriptedTime().time());
  }

  private static void recover(Setup setup) {
    Recovery recovery = new Recovery(setup.store(), means(setup));
    recovery.recover(Listener.silent());
    assertThat(recovery.recover(Listener.silent())).as(setup.toString()).isEmpty();
  }

  /** The setups that a dead process left, each with its tree from before. */
  private Map<Setup, String> killAtEachLine(String text) throws Exception {
    Setup whole = new Setup(folder.resolve("whole"));
    Path journal = whole.store().of(whole.store().ids().getFirst()).resolve("journal.jsonl");
    int lines = Files.readAllLines(journal).size();
    assertThat(lines).isGreaterThan(30);
    Map<Setup, String> left = new LinkedHashMap<>();
    for (DyingHearth.Death death : DyingHearth.Death.all(lines)) {
      Setup setup = Setup.in(folder.resolve(death.folder()));
      left.put(setup, setup.tree());
    }
    Process process = hearth(folder.toString(), text, Integer.toString(lines));
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(DyingHearth.KILLED);
    return left;
  }

  /** Another hearth. Only what it needs is compiled well: it lives for a moment. */
  static Process hearth(String... arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add(DyingHearth.class.getName());
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
