package dev.hearth.deployment.manager;

import dev.hearth.machine.Finished;
import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** systemd's word on one unit, of the machine's own systemd or of the user's. */
final class Systemd {
  /** A unit may fetch its image or compile before it says that it has started. */
  private static final Duration CHANGE = Duration.ofMinutes(20);

  private static final Duration JOURNAL = Duration.ofMinutes(1);

  private final Programs programs;
  private final String unit;
  private final boolean user;

  Systemd(Programs programs, String unit, boolean user) {
    this.programs = programs;
    this.unit = Names.unit(unit);
    this.user = user;
  }

  String unit() {
    return unit;
  }

  boolean user() {
    return user;
  }

  void reload() {
    programs.must(
        change("daemon-reload"),
        "systemd does not read its units anew",
        "Type: " + programs.typed(change("daemon-reload")));
  }

  /** Starts it anew; systemd's limit of starts does not count what a person asks for. */
  void restart() {
    Call restart = change("restart", "--", unit).within(CHANGE);
    if (user || programs.mayBeRoot()) {
      programs.ask(change("reset-failed", "--", unit));
    }
    Instant begin = Instant.now();
    Finished finished = programs.ask(restart);
    if (!finished.succeeded()) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.UNAVAILABLE,
              "The unit " + unit + " does not start",
              evidence(finished, begin),
              "Type: " + programs.typed(logCall())));
    }
  }

  /** What the program said; what systemd says beside it tells no cause. */
  private String evidence(Finished finished, Instant begin) {
    Finished shown = journalSince(begin);
    String cause =
        Said.of(
            shown
                .stdout()
                .lines()
                .filter(line -> !line.startsWith("Failed to start") && !line.contains(unit + ":"))
                .collect(Collectors.joining("\n")));
    String first = finished.stderr().lines().findFirst().orElse("it ended without a word");
    return cause.isEmpty() ? first : first + " It said: " + cause;
  }

  /** Stops it; what does not run is stopped, and what died of being stopped has not failed. */
  void stop() {
    Finished finished = programs.ask(change("stop", "--", unit).within(CHANGE));
    if (finished.succeeded()) {
      programs.ask(change("reset-failed", "--", unit));
    } else if (!finished.succeeded() && !finished.stderr().contains("not loaded")) {
      throw Programs.failed(
          finished,
          "The unit " + unit + " does not stop",
          "Type: " + programs.typed(question("systemctl", "status", unit)));
    }
  }

  UnitStatus status() {
    Finished finished =
        programs.must(
            question(
                "systemctl",
                "show",
                "--no-pager",
                "--property=" + String.join(",", UnitStatus.ASKED),
                "--",
                unit),
            "systemd does not tell of the unit " + unit,
            "See that this machine was started with systemd: ps -p 1");
    return UnitStatus.parse(finished.stdout());
  }

  /** What it logged; empty where the journal has nothing. */
  List<String> journal(Instant since) {
    Finished finished = journalSince(since);
    List<String> lines =
        finished.stdout().lines().filter(line -> !line.equals("-- No entries --")).toList();
    if (lines.isEmpty() && !user && !programs.mayBeRoot()) {
      // journalctl leaves out what a user may not read, with a hint or without a word.
      throw new ProblemException(
          Problem.Kind.UNAVAILABLE,
          "The journal shows nothing of " + unit + " to user " + programs.user(),
          "Type: " + programs.typed(logCall()));
    }
    return finished.succeeded() ? lines : List.of();
  }

  private Finished journalSince(Instant since) {
    Call call =
        question(
                "journalctl",
                "--unit=" + unit,
                "--since=@" + seconds(since),
                "--output=cat",
                "--no-pager",
                "--all")
            .within(JOURNAL);
    return programs.ask(!user && programs.mayBeRoot() ? root(call) : call);
  }

  Manager.Words words() {
    return new Manager.Words(
        programs.typed(change("restart", unit)),
        programs.typed(logCall()),
        programs.typed(question("systemctl", "status", unit)));
  }

  private Call logCall() {
    Call call = question("journalctl", "-u", unit, "-n", "100", "--no-pager");
    return user ? call : root(call);
  }

  private Call change(String... arguments) {
    List<String> argv = new ArrayList<>(List.of("systemctl"));
    argv.addAll(List.of(arguments));
    Call call = question(argv.toArray(String[]::new));
    return user ? call : root(call);
  }

  private static Call root(Call call) {
    return new Call(call.argv(), Call.As.ROOT, call.deadline(), call.folder());
  }

  private Call question(String... argv) {
    List<String> all = new ArrayList<>(List.of(argv));
    if (user) {
      all.add(1, "--user");
    }
    return Call.brief(user ? Call.As.SESSION : Call.As.USER, all);
  }

  private static String seconds(Instant time) {
    return String.format(Locale.ROOT, "%d.%06d", time.getEpochSecond(), time.getNano() / 1000);
  }
}
