package dev.hearth.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.cli.report.Paint;
import dev.hearth.machine.Reading;
import dev.hearth.machine.usage.Owner;
import dev.hearth.machine.usage.ProcessUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code hearth top} shows, word for word. After a change that is meant, {@code
 * -Dgolden.update=true} writes the files anew.
 */
class TopScreenTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("hearth.root"), "cli/src/test/resources/golden/top");
  private static final Paint PLAIN = new Paint(false);

  private static View view(int columns, int rows) {
    return View.first(columns, rows, Order.BUSY);
  }

  private static List<String> screen(TopSample sample, View view) {
    return TopScreen.of(sample, view, PLAIN);
  }

  private static void matches(String name, List<String> lines) throws IOException {
    Path golden = GOLDEN.resolve(name + ".txt");
    String said = String.join("\n", lines) + "\n";
    if (Boolean.getBoolean("golden.update")) {
      assertThat(System.getenv("CI")).as("golden files are not written in CI").isNull();
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, said);
    }
    assertThat(said).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "160, 50", "40, 10", "100, 30"})
  void isDrawnForEverySize(int columns, int rows) throws IOException {
    matches("apu-" + columns + "x" + rows, screen(FixedSamples.busyApu(), view(columns, rows)));
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "160, 50"})
  void ofManyAcceleratorsIsATable(int columns, int rows) throws IOException {
    matches("eight-" + columns + "x" + rows, screen(FixedSamples.manyGpus(), view(columns, rows)));
  }

  @Test
  void withoutATerminalIsAsLongAsItMustBe() throws IOException {
    matches("apu-piped", screen(FixedSamples.busyApu(), view(80, View.ENDLESS)));
  }

  @Test
  void saysOfWhatIsNotKnownThatItIsNot() throws IOException {
    matches("unknown-80x24", screen(FixedSamples.unknown(), view(80, 24)));
  }

  @RepeatedTest(40)
  void fitsAnyTerminal(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    View view = view(1 + random.nextInt(200), 1 + random.nextInt(60));
    for (TopSample sample :
        List.of(FixedSamples.busyApu(), FixedSamples.manyGpus(), FixedSamples.unknown())) {
      List<String> lines = screen(sample, view);
      assertThat(lines).hasSizeLessThanOrEqualTo(view.rows());
      assertThat(lines)
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(view.columns()));
    }
  }

  @Test
  void inColoursSaysTheSame() {
    List<String> painted = TopScreen.of(FixedSamples.busyApu(), view(80, 24), new Paint(true));
    assertThat(
            painted.stream().map(line -> line.replaceAll("\u001b\\[[0-9]+m", "").stripTrailing()))
        .containsExactlyElementsOf(screen(FixedSamples.busyApu(), view(80, 24)));
    assertThat(String.join("", painted)).contains("\u001b[");
  }

  @Test
  void aNameCannotMoveTheCursor() {
    TopSample base = FixedSamples.busyApu();
    ProcessUse.Part part = base.processes().getFirst().parts().getFirst();
    TopSample sample =
        new TopSample(
            base.at(),
            base.processor(),
            base.memory(),
            base.accelerators(),
            List.of(
                new ProcessUse(
                    7,
                    Reading.known("a\u001b[2Jb\u4e2d"),
                    new Owner(Optional.empty(), Optional.empty()),
                    List.of(part))),
            Map.of(),
            FixedSamples.absent(),
            List.of());
    String all = String.join("\n", screen(sample, view(80, 24)));
    assertThat(all).doesNotContain("\u001b").contains("a?[2Jb?");
  }

  @Nested
  class Sorting {
    private List<String> programs(Order order) {
      return screen(FixedSamples.busyApu(), View.first(120, View.ENDLESS, order)).stream()
          .filter(line -> line.matches(" +[0-9]+ .*"))
          .map(line -> line.strip().split(" ", 2)[0])
          .toList();
    }

    @Test
    void byBusyPutsWhatNobodyCountsLast() {
      assertThat(programs(Order.BUSY)).containsExactly("2344", "980", "1201");
    }

    @Test
    void byMemory() {
      assertThat(programs(Order.MEMORY)).containsExactly("1201", "2344", "980");
    }

    @Test
    void byNamePutsWhatNoServiceOwnsLast() {
      assertThat(programs(Order.NAME)).containsExactly("1201", "2344", "980");
    }

    @Test
    void byNumber() {
      assertThat(programs(Order.PID)).containsExactly("980", "1201", "2344");
    }
  }

  @Nested
  class Keys {
    private final View start = view(80, 24);

    @Test
    void quit() {
      assertThat(start.after('q').action()).isEqualTo(View.Action.QUIT);
      assertThat(start.after(3).action()).isEqualTo(View.Action.QUIT);
    }

    @Test
    void sortByTheNextOne() {
      assertThat(start.after('s').view().order()).isEqualTo(Order.MEMORY);
      assertThat(start.after('n').view().order()).isEqualTo(Order.NAME);
    }

    @Test
    void standStillAndGoOn() {
      View paused = start.after(' ').view();
      assertThat(paused.paused()).isTrue();
      assertThat(screen(FixedSamples.busyApu(), paused).getFirst()).contains("paused");
      assertThat(paused.after(' ').view().paused()).isFalse();
    }

    @Test
    void explain() {
      assertThat(screen(FixedSamples.busyApu(), start.after('?').view()))
          .contains("  q      quit; Ctrl-C too");
    }

    @Test
    void ofNoMeaningDoNothing() {
      assertThat(start.after('x')).isEqualTo(new View.Turn(View.Action.NOTHING, start));
    }
  }
}
