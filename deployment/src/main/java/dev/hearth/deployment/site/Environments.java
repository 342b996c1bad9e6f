package dev.hearth.deployment.site;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Variables out of assignments. */
final class Environments {
  private Environments() {}

  /** Of several assignments of a name the last counts; what is none is passed over. */
  static Map<String, String> of(List<String> assignments) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String each : assignments) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        all.put(each.substring(0, equals), each.substring(equals + 1).replace("%%", "%"));
      }
    }
    return all;
  }
}
