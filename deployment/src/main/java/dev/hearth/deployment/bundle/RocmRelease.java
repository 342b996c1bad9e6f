package dev.hearth.deployment.bundle;

import dev.hearth.machine.Reading;
import dev.hearth.machine.elf.SharedLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Of which ROCm release libraries are. AMD ends the names of its files with it: librocblas
 * .so.4.3.60303 is of 6.3.3.
 *
 * @param releases each with the files that are of it
 * @param majors of each library, where it is there in more than one: libamdhip64: 6, 7
 * @param disguised files that say another version of themselves than their name does
 * @param hip the major version of libamdhip64, which is ROCm's; empty where it is not there
 */
record RocmRelease(
    NavigableMap<String, List<String>> releases,
    NavigableMap<String, NavigableSet<Integer>> majors,
    List<String> disguised,
    Optional<Integer> hip) {
  private static final Pattern STAMPED =
      Pattern.compile("lib.+?\\.so\\.\\d{1,4}\\.\\d{1,4}\\.(\\d{1,2})(\\d{2})(\\d{2})");

  private static final Pattern VERSIONED = Pattern.compile("(lib.+?)\\.so\\.(\\d{1,6})(?:\\..*)?");

  private static final String HIP = "libamdhip64";

  RocmRelease {
    disguised = List.copyOf(disguised);
  }

  static RocmRelease of(StagedBundle bundle) {
    NavigableMap<String, List<String>> releases = new TreeMap<>();
    NavigableMap<String, NavigableSet<Integer>> majors = new TreeMap<>();
    for (String name : bundle.names()) {
      stamp(name)
          .ifPresent(
              release -> releases.computeIfAbsent(release, _ -> new ArrayList<>()).add(name));
      note(majors, name);
    }
    bundle.libraries().values().stream()
        .flatMap(each -> each.asOptional().stream())
        .forEach(library -> note(majors, library.name()));
    Optional<Integer> hip = Optional.ofNullable(majors.get(HIP)).map(NavigableSet::last);
    majors.values().removeIf(each -> each.size() < 2);
    return new RocmRelease(releases, majors, disguised(bundle), hip);
  }

  /** 6.3.3 of librocblas.so.4.3.60303; ROCm of before 5 had other names. */
  static Optional<String> stamp(String file) {
    Matcher matcher = STAMPED.matcher(file);
    return matcher.matches() && Integer.parseInt(matcher.group(1)) >= 4
        ? Optional.of(
            Integer.parseInt(matcher.group(1))
                + "."
                + Integer.parseInt(matcher.group(2))
                + "."
                + Integer.parseInt(matcher.group(3)))
        : Optional.empty();
  }

  private static void note(NavigableMap<String, NavigableSet<Integer>> majors, String name) {
    Matcher matcher = VERSIONED.matcher(name);
    if (matcher.matches()) {
      majors
          .computeIfAbsent(matcher.group(1), _ -> new TreeSet<>())
          .add(Integer.parseInt(matcher.group(2)));
    }
  }

  private static List<String> disguised(StagedBundle bundle) {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, Reading<SharedLibrary>> each : bundle.libraries().entrySet()) {
      String own = each.getValue().map(SharedLibrary::name).orElse("");
      Matcher name = VERSIONED.matcher(each.getKey());
      Matcher soname = VERSIONED.matcher(own);
      if (name.matches()
          && soname.matches()
          && name.group(1).equals(soname.group(1))
          && !name.group(2).equals(soname.group(2))) {
        found.add(each.getKey() + " calls itself " + own);
      }
    }
    found.sort(String::compareTo);
    return found;
  }

  boolean isOne() {
    return releases.size() <= 1 && majors.isEmpty() && disguised.isEmpty();
  }

  /** What was seen, for people: every release with one file of it. */
  String evidence() {
    List<String> parts = new ArrayList<>();
    releases.forEach((release, files) ->
        parts.add("ROCm " + release + ": " + files.stream().sorted().findFirst().orElse("")));
    majors.forEach((library, all) -> parts.add(library + " in versions " + all));
    parts.addAll(disguised);
    hip.filter(_ -> majors.isEmpty()).ifPresent(major -> parts.add(HIP + ".so." + major));
    return String.join("; ", parts);
  }
}
