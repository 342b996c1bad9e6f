package dev.hearth.planning.plan;

import dev.hearth.machine.Problem;
import dev.hearth.machine.accelerator.Accelerator;
import dev.hearth.machine.accelerator.DeviceNode;
import dev.hearth.machine.survey.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the accelerators that a person named: by id, address, node, or a part of the name. */
final class AcceleratorWish {
  private AcceleratorWish() {}

  /** Whether a word means an accelerator. */
  static boolean means(String word, Accelerator accelerator) {
    String wanted = word.toLowerCase(Locale.ROOT);
    return accelerator.id().equalsIgnoreCase(word)
        || accelerator.pci().filter(pci -> address(pci.address().toString(), wanted)).isPresent()
        || accelerator.nodes().stream()
            .filter(DeviceNode::present)
            .filter(node -> node.role() != DeviceNode.Role.KFD)
            .anyMatch(node -> node.path().equals(word) || node.path().endsWith("/" + word))
        || named(accelerator, wanted);
  }

  /** The domain 0000 may be left out. */
  private static boolean address(String address, String wanted) {
    return address.equals(wanted) || address.equals("0000:" + wanted);
  }

  private static boolean named(Accelerator accelerator, String wanted) {
    return accelerator
        .name()
        .asOptional()
        .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
        .isPresent();
  }

  /** What is wrong with the words: those that mean nothing here. */
  static List<Problem> problems(Survey survey, List<String> words) {
    List<Problem> problems = new ArrayList<>();
    for (String word : words) {
      if (survey.accelerators().stream().noneMatch(each -> means(word, each))) {
        problems.add(unknown(survey, word));
      }
    }
    return problems;
  }

  private static Problem unknown(Survey survey, String word) {
    String known =
        survey.accelerators().stream()
            .map(each -> each.id() + " (" + Ranking.named(each) + ")")
            .collect(Collectors.joining(", "));
    return Problem.of(
        Problem.Kind.NOT_FOUND,
        "no accelerator here is called " + word,
        known.isEmpty() ? "There is none; use --backend cpu" : "One of " + known);
  }

  /** Whether an accelerator was asked for, or none in particular. */
  static boolean admits(List<String> words, Accelerator accelerator) {
    return words.isEmpty() || words.stream().anyMatch(word -> means(word, accelerator));
  }
}
