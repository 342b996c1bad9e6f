package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.cli.report.Paint;
import dev.hearth.cli.top.EngineView;
import dev.hearth.cli.top.Order;
import dev.hearth.cli.top.View;
import dev.hearth.machine.FileTree;
import dev.hearth.machine.Machine;
import dev.hearth.machine.Reading;
import dev.hearth.machine.tty.Tty;
import dev.hearth.machine.usage.MachineLoad;
import dev.hearth.machine.usage.UsageWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A screen that is drawn on until somebody quits, without a terminal. */
@Timeout(60)
class TopLoopTest {
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final String OTHER_SCREEN = "\u001b[?1049h";
  private static final String OWN_SCREEN = "\u001b[?1049l";
  private static final String CURSOR = "\u001b[?25h";

  @TempDir private Path root;
  private final ScriptedTty tty = new ScriptedTty(80, 24);
  private final CapturedTerminal captured = CapturedTerminal.interactive();
  private final LiveScreen screen = new LiveScreen(captured.terminal().out(), tty);

  private UsageWatch.Seen seen() {
    return new UsageWatch.Seen(
        0,
        MachineLoad.read(new Machine(FileTree.under(root))),
        List.of(),
        List.of(),
        0,
        Reading.known(true));
  }

  private Thread running(Supplier<UsageWatch.Seen> watch) {
    return Thread.ofVirtual().start(() -> run(watch));
  }

  private void run(Supplier<UsageWatch.Seen> watch) {
    TopSource source =
        new TopSource(
            watch,
            _ -> Map.of(),
            () -> new EngineView.Absent(""),
            () -> ZonedDateTime.of(2026, 3, 1, 15, 4, 5, 0, ZoneOffset.UTC));
    try {
      new TopLoop(screen, tty, new Paint(false), View.first(80, 24, Order.BUSY)).run(source, OFTEN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(String text) throws InterruptedException {
    while (!captured.out().contains(text)) {
      Thread.sleep(5);
    }
  }

  @AfterEach
  void noThreadWaitsForKeys() {
    tty.type(Tty.GONE);
  }

  @Test
  void isLeftAsItWasFound() throws InterruptedException {
    Thread loop = running(this::seen);
    await("15:04:05");
    tty.type('q');
    loop.join();
    assertThat(captured.out()).startsWith(OTHER_SCREEN).contains(CURSOR).endsWith(OWN_SCREEN);
    assertThat(tty.done()).containsExactly("raw", "restored");
  }

  @Test
  void isGivenBackWhenLookingFails() {
    assertThatThrownBy(() ->
            run(() -> {
              throw new IllegalStateException("a bug");
            }))
        .hasMessage("a bug");
    assertThat(captured.out()).endsWith(OWN_SCREEN);
    assertThat(tty.done()).containsExactly("raw", "restored");
  }

  @Test
  void quitsWhileALookHangs() throws InterruptedException {
    Thread loop =
        running(() -> {
          try {
            Thread.sleep(Duration.ofMinutes(5));
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          return seen();
        });
    tty.type(3);
    loop.join();
    assertThat(tty.done()).containsExactly("raw", "restored");
  }

  @Test
  void isGivenBackWhileItIsStopped() throws InterruptedException {
    Thread loop = running(this::seen);
    await("15:04:05");
    tty.type(26);
    tty.type('q');
    loop.join();
    assertThat(tty.done()).containsExactly("raw", "restored", "stopped", "raw", "restored");
  }

  @Test
  void answersKeys() throws InterruptedException {
    Thread loop = running(this::seen);
    await("by busy");
    tty.type('s');
    await("by memory");
    tty.type(' ');
    await("paused");
    tty.type('?');
    await("quit; Ctrl-C too");
    tty.type('q');
    loop.join();
  }

  @Test
  void isDrawnAnewInAnotherSize() throws InterruptedException {
    Thread loop = running(this::seen);
    await("15:04:05");
    tty.resize(120, 30);
    await("\u001b[30;1H");
    tty.type('q');
    loop.join();
  }

  @Test
  void endsWithTheTerminal() throws InterruptedException {
    Thread loop = running(this::seen);
    tty.type(Tty.GONE);
    loop.join();
    assertThat(tty.done()).endsWith("restored");
  }
}
