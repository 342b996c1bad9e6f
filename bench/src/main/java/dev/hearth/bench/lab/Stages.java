package dev.hearth.bench.lab;

import dev.hearth.bench.lab.StageCommand.What;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The stages of a run, in the order of what is worth most, each with its part of the time. */
final class Stages {
  private Stages() {}

  /**
   * One stage.
   *
   * @param device a provider's key
   * @param weight of its part of the time
   */
  record Stage(What what, String device, Subject subject, double weight) {
    String title() {
      String work =
          switch (what) {
            case PARITY -> "beside the processor";
            case SESSIONS -> "sessions";
            case ENGINE -> "engine";
          };
      return subject.label() + " on " + device + ", " + work;
    }

    String file() {
      return device
          + "-"
          + subject.label().replaceAll("[^A-Za-z0-9_-]", "-")
          + "-"
          + what.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The model that the aims are for comes first; of the rest, parity before figures. */
  static List<Stage> plan(List<Subject> subjects, List<String> devices) {
    List<Stage> stages = new ArrayList<>();
    List<Subject> first = subjects.stream().filter(Subject::generated).toList();
    List<Subject> rest = subjects.stream().filter(each -> !each.generated()).toList();
    List<String> others = devices.stream().filter(each -> !each.equals("cpu")).toList();
    List<String> processorLast = new ArrayList<>(others);
    devices.stream().filter(each -> each.equals("cpu")).forEach(processorLast::add);
    add(stages, What.SESSIONS, first, processorLast, 6);
    add(stages, What.PARITY, first, others, 2);
    add(stages, What.ENGINE, first, processorLast, 4);
    add(stages, What.PARITY, rest, others, 1.5);
    add(stages, What.ENGINE, rest, processorLast, 2);
    add(stages, What.SESSIONS, rest, processorLast, 2.5);
    return List.copyOf(stages);
  }

  private static void add(
      List<Stage> stages, What what, List<Subject> subjects, List<String> devices, double weight) {
    for (Subject subject : subjects) {
      if (what == What.ENGINE && subject.onPhotos().isEmpty()) {
        continue;
      }
      devices.forEach(device -> stages.add(new Stage(what, device, subject, weight)));
    }
  }

  /**
   * Runs a program until it ends or its time is up.
   *
   * @param log gets what it prints
   * @return why it did not end well; empty when it did
   */
  static Optional<String> run(List<String> line, Path log, Duration limit)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    // Whoever ends the run early ends the stage with it.
    Thread ending = new Thread(process::destroyForcibly, "ending");
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.of("its time was up after " + limit.toSeconds() + " s");
      }
    } finally {
      process.destroyForcibly().waitFor();
      Runtime.getRuntime().removeShutdownHook(ending);
    }
    int code = process.exitValue();
    return code == 0 ? Optional.empty() : Optional.of(ended(code, log));
  }

  private static String ended(int code, Path log) throws IOException {
    List<String> said = Files.readAllLines(log);
    String last =
        said.stream()
            .filter(each -> !each.isBlank())
            .reduce((_, next) -> next)
            .map(String::strip)
            .orElse("nothing was printed");
    String how = code > 128 ? "it was ended by signal " + (code - 128) : "exit code " + code;
    return how + ": " + last;
  }
}
