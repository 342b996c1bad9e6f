package dev.hearth.machine.capture;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces in a capture what points at one computer or one person: the same by the same stand-in,
 * so that what belonged together still does.
 */
public final class Scrubber {
  private static final Pattern UUID =
      Pattern.compile(
          "\\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\b");
  private static final Pattern MAC =
      Pattern.compile("(?<![0-9a-fA-F:])(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}(?![0-9a-fA-F:])");

  /** KFD's and amdgpu's numbers of one piece of silicon, and of a group of linked ones. */
  private static final Pattern SILICON =
      Pattern.compile("(?m)^(  (?:unique_id|hive_id) )([1-9][0-9]*)$");

  private static final Pattern SERIAL_FILE =
      Pattern.compile(
          "(?m)^((?:file|link) \\S*/(?:unique_id|serial|serial_number|product_serial|board_serial|"
              + "chassis_serial|product_uuid|machine-id|thermal_throttling_logging)\\b[^\\n]*\\n)"
              + "((?:  [^\\n]*\\n)+)");

  private static final Pattern SERIAL_LINE =
      Pattern.compile("(?im)^(  \\s*(?:serial|serial number|s/n)\\s*:\\s*)(\\S[^\\n]*)$");

  /** What settings files hold besides settings: values of secret keys, and logins in addresses. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?im)^(  [^\\n]*?(?:token|secret|password|passwd|api_?key|credential)[^\\n=:]*[=:]\\s*)([^\\n]+)$");

  private static final Pattern LOGIN = Pattern.compile("(?<=://)[^/@\\s\"]+@");

  private static final Pattern PERSON = Pattern.compile("(?m)^  ([^:\\s#]+):[^:]*:(\\d+):");
  private static final int FIRST_PERSON = 1000;
  private static final int LAST_PERSON = 60_000;

  private final Map<String, String> standIns = new HashMap<>();

  private Scrubber() {}

  /**
   * The capture without serial numbers, MAC addresses, UUIDs, the host's names and people's names.
   *
   * @param hostNames names of this computer, as /proc/sys/kernel/hostname tells
   */
  public static String scrub(String capture, List<String> hostNames) {
    return new Scrubber().all(capture, hostNames);
  }

  private String all(String capture, List<String> hostNames) {
    String text = replace(UUID, capture, this::uuid);
    text = replace(MAC, text, found -> "02:00:00:00:00:" + twoDigits(number("mac", found)));
    text = replaceGroup(SILICON, text, found -> Long.toUnsignedString(number("silicon", found)));
    text = replaceGroup(SERIAL_FILE, text, found -> "  " + number("serial", found) + "\n");
    text = replaceGroup(SERIAL_LINE, text, found -> "serial-" + number("serial", found));
    text = LOGIN.matcher(text).replaceAll("");
    text = replaceGroup(SECRET, text, _ -> "removed");
    for (String name : people(text)) {
      text = person(text, name);
    }
    text = text.replaceAll("(?m)^(  [^:\\s#]+:[^:]*:\\d+:\\d+:)[^:\\n]*(:/)", "$1$2");
    for (String host : hostNames) {
      text = host(text, host);
    }
    return text;
  }

  private String uuid(String found) {
    return found.chars().allMatch(c -> c == '0' || c == '-')
        ? found
        : "00000000-0000-4000-8000-"
            + String.format(Locale.ROOT, "%012x", number("uuid", found.toLowerCase(Locale.ROOT)));
  }

  /** Which one of its kind this is, from 1. */
  private int number(String kind, String found) {
    String key = kind + " " + found;
    String known = standIns.get(key);
    if (known == null) {
      long before = standIns.keySet().stream().filter(each -> each.startsWith(kind + " ")).count();
      known = String.valueOf(before + 1);
      standIns.put(key, known);
    }
    return Integer.parseInt(known);
  }

  private static String twoDigits(int number) {
    return String.format(Locale.ROOT, "%02x", number & 0xff);
  }

  /** The names of people in the /etc/passwd of the capture. */
  private static Set<String> people(String text) {
    Set<String> names = new HashSet<>();
    int from = text.indexOf("\nfile /etc/passwd");
    if (from < 0) {
      return names;
    }
    Matcher lines = PERSON.matcher(text).region(text.indexOf('\n', from + 1) + 1, text.length());
    int end = endOfContent(text, from + 1);
    while (lines.find() && lines.start() < end) {
      String digits = lines.group(2);
      long uid = digits.length() > 9 ? Long.MAX_VALUE : Long.parseLong(digits);
      if (uid >= FIRST_PERSON && uid < LAST_PERSON) {
        names.add(lines.group(1));
      }
    }
    return names;
  }

  private static int endOfContent(String text, int entry) {
    int at = text.indexOf('\n', entry) + 1;
    while (text.startsWith("  ", at)) {
      int next = text.indexOf('\n', at);
      if (next < 0) {
        return text.length();
      }
      at = next + 1;
    }
    return at;
  }

  /** A person's name where it stands for the person: homes, account lists, lingering. */
  private String person(String text, String name) {
    int number = number("person", name);
    String standIn = number == 1 ? "user" : "user" + number;
    String quoted = Pattern.quote(name);
    return text.replaceAll("(?<=/home/|/linger/|/mail/)" + quoted + "(?![\\w.-])", standIn)
        .replaceAll("(?m)^(  )" + quoted + "(?=:)", "$1" + standIn)
        .replaceAll("(?m)(?<=[:,])" + quoted + "(?=,|$)", standIn);
  }

  private static String host(String text, String host) {
    if (host.length() < 3 || host.equals("localhost")) {
      return text;
    }
    return text.replaceAll("(?<![\\w-])" + Pattern.quote(host) + "(?![\\w-])", "host");
  }

  private interface StandIn {
    String of(String found);
  }

  private static String replace(Pattern pattern, String text, StandIn standIn) {
    return pattern
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(standIn.of(match.group())));
  }

  /** Replaces the second group, and keeps the first. */
  private static String replaceGroup(Pattern pattern, String text, StandIn standIn) {
    return pattern
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(match.group(1) + standIn.of(match.group(2).strip())));
  }
}
