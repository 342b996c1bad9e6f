package dev.hearth.deployment.edit;

import dev.hearth.deployment.compose.ComposeText;
import dev.hearth.deployment.compose.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Compares what two texts of a compose file mean, apart from what an edit may change. */
final class Untouched {
  private static final Set<String> OURS =
      Set.of(
          "image",
          "devices",
          "group_add",
          "security_opt",
          "environment",
          "deploy",
          "runtime",
          "volumes",
          "extends");

  private Untouched() {}

  /** Whether all means the same but the settings of one service that plans are about. */
  static boolean elsewhere(ComposeText before, ComposeText after, String service) {
    return rest(before, service).equals(rest(after, service));
  }

  private static Map<String, Object> rest(ComposeText file, String service) {
    Map<String, Object> rest = new LinkedHashMap<>();
    for (Yaml.Member member : file.root().members()) {
      if (!member.name().equals("services")) {
        if (!member.name().equals("volumes")) {
          rest.put(member.name(), member.value().meaning());
        }
        continue;
      }
      for (Yaml.Member each : member.value().members()) {
        rest.put(
            "services." + each.name(),
            each.name().equals(service) ? settings(each.value()) : each.value().meaning());
      }
    }
    return rest;
  }

  private static Map<Object, Object> settings(Yaml service) {
    Map<Object, Object> settings = new LinkedHashMap<>();
    for (Yaml.Member member : service.members()) {
      if (!OURS.contains(member.name())) {
        settings.put(member.key().meaning(), member.value().meaning());
      }
    }
    return settings;
  }
}
