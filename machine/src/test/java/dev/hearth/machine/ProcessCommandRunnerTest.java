package dev.hearth.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessCommandRunnerTest {
  private static final Duration AMPLE = Duration.ofSeconds(30);

  private final CommandRunner runner = new ProcessCommandRunner();

  private Finished shell(String script) {
    return runner.run(new Command(List.of("sh", "-c", script), AMPLE));
  }

  @Nested
  class AProgramThatEnds {
    @Test
    void leavesItsExitCodeAndBothTexts() {
      assertThat(shell("echo out; echo err >&2; exit 3"))
          .isEqualTo(new Finished(3, "out\n", "err\n"));
    }

    @Test
    void succeededOnlyWithExitCodeZero() {
      assertThat(shell("exit 0").succeeded()).isTrue();
      assertThat(shell("exit 1").succeeded()).isFalse();
    }

    @Test
    void getsItsArgumentsUntouchedByAnyShell() {
      Finished finished =
          runner.run(new Command(List.of("printf", "%s|", "$HOME", "a b", "*"), AMPLE));

      assertThat(finished.stdout()).isEqualTo("$HOME|a b|*|");
    }

    @Test
    void speaksThePlainLocale() {
      assertThat(shell("echo $LC_ALL").stdout()).isEqualTo("C\n");
    }

    @Test
    void findsItsInputAtTheEnd() {
      assertThat(runner.run(new Command(List.of("cat"), AMPLE))).isEqualTo(new Finished(0, "", ""));
    }

    @Test
    void mayFillBothPipesAtOnce() {
      Finished finished =
          shell(
              "head -c 1000000 /dev/zero | tr '\\0' e >&2; head -c 1000000 /dev/zero | tr '\\0' o");

      assertThat(finished.stdout()).hasSize(1_000_000).containsOnlyOnce("o".repeat(1_000_000));
      assertThat(finished.stderr()).hasSize(1_000_000).containsOnlyOnce("e".repeat(1_000_000));
    }

    @Test
    void isCutAtTheOutputLimitAndStillRunsToItsEnd() {
      CommandRunner narrow = new ProcessCommandRunner(10);

      Finished finished =
          narrow.run(
              new Command(
                  List.of("sh", "-c", "head -c 500000 /dev/zero | tr '\\0' x; exit 7"), AMPLE));

      assertThat(finished).isEqualTo(new Finished(7, "xxxxxxxxxx", ""));
    }

    @Test
    void doesNotMakeTheCallerWaitForAChildLeftInTheBackground() {
      long start = System.nanoTime();

      Finished finished = shell("echo ready; sleep 20 &");

      assertThat(finished).isEqualTo(new Finished(0, "ready\n", ""));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Nested
  class AProgramThatCannotStart {
    @Test
    void isNamedWithTheRemedy() {
      Problem problem = problemOf(List.of("no-such-program-of-ours"), AMPLE);

      assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
      assertThat(problem.what()).contains("no-such-program-of-ours");
      assertThat(problem.evidence()).contains("No such file");
      assertThat(problem.remedy()).startsWith("Install no-such-program-of-ours");
    }
  }

  @Nested
  class AProgramPastItsDeadline {
    @Test
    void isEndedWithAllItsChildren(@TempDir Path scratch) throws Exception {
      Path pids = scratch.resolve("pids");
      String script =
          "trap '' TERM; (trap '' TERM; echo $$ > /dev/null; sleep 60 & echo $! >> %1$s; wait) & echo $! >> %1$s; echo $$ >> %1$s; echo stuck >&2; wait; sleep 60"
              .formatted(pids);

      Problem problem = problemOf(List.of("sh", "-c", script), Duration.ofMillis(700));

      assertThat(problem.kind()).isEqualTo(Problem.Kind.TIMED_OUT);
      assertThat(problem.what()).contains("700 ms").contains("sh -c '");
      assertThat(problem.evidence()).isEqualTo("it last said: stuck");
      assertThat(Files.readAllLines(pids)).hasSize(3).allSatisfy(this::isGone);
    }

    private void isGone(String pid) throws InterruptedException {
      for (int i = 0; i < 100; i++) {
        if (ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty()) {
          return;
        }
        Thread.sleep(20);
      }
      throw new AssertionError("process " + pid + " still runs");
    }
  }

  @Nested
  class AnInterruptedCaller {
    @Test
    void endsTheProgramAndStaysInterrupted() throws Exception {
      AtomicReference<Object> outcome = new AtomicReference<>("nothing");
      Thread caller =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  runner.run(new Command(List.of("sleep", "60"), AMPLE));
                } catch (ProblemException stopped) {
                  outcome.set(
                      Thread.currentThread().isInterrupted() + " " + stopped.problem().kind());
                }
              });
      Thread.sleep(200);

      caller.interrupt();
      caller.join(10_000);

      assertThat(caller.isAlive()).isFalse();
      assertThat(outcome.get()).isEqualTo("true UNAVAILABLE");
      assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }
  }

  @Nested
  class AProgramWithAPlaceAndVariables {
    @Test
    void runsInItsFolder(@TempDir Path folder) throws Exception {
      Command command = new Command(List.of("pwd", "-P"), AMPLE, Map.of(), Optional.of(folder));

      assertThat(runner.run(command).stdout().strip()).isEqualTo(folder.toRealPath().toString());
    }

    @Test
    void getsItsVariablesBesideOurs() {
      Command command =
          new Command(
              List.of("sh", "-c", "echo $OURS; test -n \"$PATH\""),
              AMPLE,
              Map.of("OURS", "a b"),
              Optional.empty());

      assertThat(runner.run(command)).isEqualTo(new Finished(0, "a b\n", ""));
    }

    @Test
    void isNamedWhereItsFolderIsGone(@TempDir Path folder) {
      Command command =
          new Command(List.of("pwd"), AMPLE, Map.of(), Optional.of(folder.resolve("gone")));

      assertThat(catchThrowableOfType(ProblemException.class, () -> runner.run(command)).problem())
          .extracting(Problem::remedy)
          .isEqualTo("It is to run in " + folder.resolve("gone") + ", which is no folder.");
    }
  }

  @Nested
  class LinesOfAProgram {
    @Test
    void comeWhileItRuns() throws Exception {
      BlockingQueue<String> lines = new LinkedBlockingQueue<>();
      Thread running =
          Thread.ofVirtual()
              .start(() -> {
                var _ =
                    catchThrowable(() ->
                        runner.run(
                            new Command(List.of("sh", "-c", "echo first; sleep 20"), AMPLE),
                            lines::add));
              });

      String first = lines.poll(10, TimeUnit.SECONDS);

      boolean stillRuns = running.isAlive();
      running.interrupt();
      running.join(10_000);
      assertThat(first).isEqualTo("first");
      assertThat(stillRuns).isTrue();
    }

    @Test
    void areOfBothTextsAndEndAtCarriageReturnsToo() {
      List<String> lines = Collections.synchronizedList(new ArrayList<>());

      Finished finished =
          runner.run(
              new Command(
                  List.of("sh", "-c", "printf '10%%\\r20%%\\r\\n\\nlast'; echo bad >&2"), AMPLE),
              lines::add);

      assertThat(lines).containsExactlyInAnyOrder("10%", "20%", "last", "bad");
      assertThat(finished).isEqualTo(new Finished(0, "10%\r20%\r\n\nlast", "bad\n"));
    }

    @Test
    void doNotStopItWhenTheListenerFails() {
      Finished finished =
          runner.run(
              new Command(List.of("sh", "-c", "echo a; echo b; exit 4"), AMPLE),
              _ -> {
                throw new IllegalStateException("a listener that fails");
              });

      assertThat(finished).isEqualTo(new Finished(4, "a\nb\n", ""));
    }

    @Test
    void comeAtTheEndFromARunnerThatKnowsNoBetter() {
      CommandRunner whole = _ -> new Finished(0, "a\nb\n", "c\n");
      List<String> lines = new ArrayList<>();

      whole.run(new Command(List.of("any"), AMPLE), lines::add);

      assertThat(lines).containsExactly("a", "b", "c");
    }
  }

  @Test
  void theLoggedLineCanBePastedIntoAShell() {
    assertThat(new Command(List.of("echo", "it's", "a b", "x=1"), AMPLE).line())
        .isEqualTo("echo 'it'\\''s' 'a b' x=1");
  }

  private Problem problemOf(List<String> argv, Duration deadline) {
    ProblemException thrown =
        catchThrowableOfType(ProblemException.class, () -> runner.run(new Command(argv, deadline)));
    assertThat(thrown).isNotNull();
    return thrown.problem();
  }
}
