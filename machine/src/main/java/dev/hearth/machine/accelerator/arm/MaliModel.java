package dev.hearth.machine.accelerator.arm;

import dev.hearth.machine.Numbers;
import dev.hearth.machine.Reading;
import java.util.List;
import java.util.Set;

/**
 * What is known of a Mali.
 *
 * @param name as Mali-G610
 * @param architecture utgard, midgard, bifrost, valhall or 5th-gen
 * @param csf whether it has a command stream front end, which needs firmware; those before have a
 *     job manager
 * @param cores shader cores
 */
record MaliModel(
    Reading<String> name,
    Reading<String> architecture,
    Reading<Boolean> csf,
    Reading<Integer> cores) {
  private static final Set<String> BIFROST = Set.of("G31", "G51", "G52", "G71", "G72", "G76");

  /** Valhall with a job manager still. */
  private static final Set<String> VALHALL_JOBS = Set.of("G57", "G68", "G77", "G78", "G78AE");

  private static final Set<String> VALHALL_CSF =
      Set.of("G310", "G510", "G610", "G615", "G710", "G715");

  private static final int MOST_CORES = 64;

  /** The number kbase gives for Midgard's first; later numbers begin with the architecture. */
  private static final long T60X = 0x6956;

  /**
   * Reads kbase's {@code gpuinfo}: {@code Mali-G610 4 cores r0p0 0xA867}, or, from older ones,
   * {@code Mali-T60x MP4 r0p0 0x6956}.
   */
  static MaliModel parse(String line, String file) {
    String[] words = line.strip().split("\\s+", -1);
    String name = words[0];
    boolean named = name.startsWith("Mali-") || name.startsWith("Immortalis-");
    MaliModel byName = named ? named(name) : unknown(file + " names no model");
    return new MaliModel(
        byName.name,
        byName.architecture.or(() -> architecture(productId(words, file), file)),
        byName.csf.or(() -> csf(productId(words, file), file)),
        cores(words, file));
  }

  static MaliModel unknown(String reason) {
    return new MaliModel(
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason),
        Reading.unknown(reason));
  }

  /** What the name alone tells. */
  static MaliModel named(String name) {
    String number = name.substring(name.indexOf('-') + 1);
    Reading<Integer> cores = Reading.unknown("the name " + name + " does not tell the cores");
    Reading<String> known = Reading.known(name);
    if (number.startsWith("T")) {
      return new MaliModel(known, Reading.known("midgard"), Reading.known(false), cores);
    }
    if (!number.isEmpty() && Character.isDigit(number.charAt(0))) {
      return new MaliModel(known, Reading.known("utgard"), Reading.known(false), cores);
    }
    if (BIFROST.contains(number)) {
      return new MaliModel(known, Reading.known("bifrost"), Reading.known(false), cores);
    }
    if (VALHALL_JOBS.contains(number) || VALHALL_CSF.contains(number)) {
      boolean csf = VALHALL_CSF.contains(number);
      return new MaliModel(known, Reading.known("valhall"), Reading.known(csf), cores);
    }
    if (isFifthGeneration(number)) {
      return new MaliModel(known, Reading.known("5th-gen"), Reading.known(true), cores);
    }
    String reason = name + " is not in the built-in list";
    return new MaliModel(known, Reading.unknown(reason), Reading.unknown(reason), cores);
  }

  private static boolean isFifthGeneration(String number) {
    return number.startsWith("G1-")
        || List.of("G620", "G625", "G720", "G725", "G925").contains(number);
  }

  private static Reading<Long> productId(String[] words, String file) {
    return Numbers.parse(words[words.length - 1], file)
        .flatMap(id ->
            id >= 0x6000 && id <= 0xffff && id != T60X
                ? Reading.known(id)
                : Reading.unknown(file + " tells no architecture"));
  }

  /** The first digit of a product's number is its major architecture, from Bifrost on. */
  private static Reading<String> architecture(Reading<Long> productId, String file) {
    return productId.flatMap(id ->
        switch ((int) (id >> 12)) {
          case 6, 7 -> Reading.known("bifrost");
          case 9, 10, 11 -> Reading.known("valhall");
          case 12, 13, 14 -> Reading.known("5th-gen");
          default -> Reading.unknown(file + " tells an architecture that is not known here");
        });
  }

  private static Reading<Boolean> csf(Reading<Long> productId, String file) {
    return architecture(productId, file).flatMap(_ -> productId.map(id -> id >> 12 >= 10));
  }

  /** {@code 4 cores}, {@code MP4} or {@code MC4}. */
  private static Reading<Integer> cores(String[] words, String file) {
    for (int at = 1; at < words.length; at++) {
      boolean counted = words[at].equals("cores") && at > 1;
      boolean joined = words[at].startsWith("MP") || words[at].startsWith("MC");
      if (counted || joined) {
        return Numbers.parse(counted ? words[at - 1] : words[at].substring(2), file)
            .flatMap(count ->
                count > 0 && count <= MOST_CORES
                    ? Reading.known(count.intValue())
                    : Reading.unknown(file + " tells no number of cores"));
      }
    }
    return Reading.unknown(file + " tells no number of cores");
  }
}
