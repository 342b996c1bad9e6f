package dev.hearth.deployment.edit;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import dev.hearth.planning.plan.Groups;
import dev.hearth.planning.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says what a person has to write where a file cannot be edited safely. */
final class ByHand {
  private ByHand() {}

  /** The refusal of a file. */
  static ProblemException refusal(Path path, String why, Plan plan) {
    return new ProblemException(
        new Problem(
            Problem.Kind.UNPROCESSABLE,
            path + " cannot be edited safely",
            why,
            "Set there by hand: " + settings(plan)));
  }

  private static String settings(Plan plan) {
    List<String> settings = new ArrayList<>();
    plan.image().ifPresent(image -> settings.add("image " + image));
    List<String> devices = new ArrayList<>(plan.access().nodes());
    devices.addAll(plan.access().cdi());
    plan.access().nvidia().forEach(gpu -> devices.add("NVIDIA GPU " + gpu));
    settings.add(devices.isEmpty() ? "no devices" : "devices " + String.join(", ", devices));
    switch (plan.access().groups()) {
      case Groups.Unneeded _ -> {}
      case Groups.Kept _ -> settings.add("group keep-groups");
      case Groups.Numbers(List<Integer> gids) ->
          settings.add("groups " + String.join(", ", gids.stream().map(String::valueOf).toList()));
    }
    if (!plan.access().security().isEmpty()) {
      settings.add("security options " + String.join(", ", plan.access().security()));
    }
    List<String> variables =
        plan.environment().stream()
            .filter(each -> !each.reason().isEmpty())
            .map(each -> each.name() + "=" + each.value())
            .toList();
    if (!variables.isEmpty()) {
      settings.add("environment " + String.join(", ", variables));
    }
    return String.join("; ", settings) + ".";
  }
}
