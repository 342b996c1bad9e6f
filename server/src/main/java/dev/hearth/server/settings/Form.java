package dev.hearth.server.settings;

import dev.hearth.server.spelling.NearestName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a value looks like: reads it from text, or says what is wrong with it. */
sealed interface Form {

  /** Thrown by {@link #read}: what a value should have been. */
  final class NotOfThisForm extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotOfThisForm(String expected) {
      super(expected, null, false, false);
    }
  }

  /**
   * Reads one value.
   *
   * @throws NotOfThisForm with the words that follow "must be"
   */
  Object read(String text);

  /** Whether several values may be given, as a YAML list or separated by commas. */
  default boolean many() {
    return false;
  }

  /** Any text. */
  record Text() implements Form {
    @Override
    public String read(String text) {
      if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
        throw new NotOfThisForm("a text of one line");
      }
      return text.strip();
    }
  }

  /** Any number of texts. */
  record Texts() implements Form {
    @Override
    public String read(String text) {
      return new Text().read(text);
    }

    @Override
    public boolean many() {
      return true;
    }
  }

  /** A whole number. */
  record Whole(long least, long most) implements Form {
    private static final Pattern DIGITS = Pattern.compile("[+-]?[0-9]{1,15}");

    @Override
    public Long read(String text) {
      String digits = text.strip();
      if (DIGITS.matcher(digits).matches()) {
        long value = Long.parseLong(digits);
        if (value >= least && value <= most) {
          return value;
        }
      }
      throw new NotOfThisForm("a whole number from " + least + " to " + most);
    }
  }

  /** Any number of whole numbers. */
  record Wholes(long least, long most) implements Form {
    @Override
    public Long read(String text) {
      return new Whole(least, most).read(text);
    }

    @Override
    public boolean many() {
      return true;
    }
  }

  /** A time: seconds, or with a unit. */
  record Time(Duration least, Duration most) implements Form {
    private static final Pattern TIME =
        Pattern.compile("([+-]?[0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*(ms|s|m|h|)");

    @Override
    public Duration read(String text) {
      Matcher time = TIME.matcher(text.strip().toLowerCase(Locale.ROOT));
      if (time.matches()) {
        long unitMillis =
            switch (time.group(2)) {
              case "ms" -> 1;
              case "m" -> 60_000;
              case "h" -> 3_600_000;
              default -> 1000;
            };
        BigDecimal millis = new BigDecimal(time.group(1)).multiply(BigDecimal.valueOf(unitMillis));
        Duration value = Duration.ofMillis(millis.setScale(0, RoundingMode.HALF_UP).longValue());
        if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
          return value;
        }
      }
      throw new NotOfThisForm(
          "a time such as 30, 30s, 500ms or 2m"
              + (least.isNegative() ? "" : ", at least " + seconds(least))
              + ", at most "
              + seconds(most));
    }

    private static String seconds(Duration time) {
      return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
    }
  }

  /** An amount of memory: bytes, or with a unit. */
  record Size(long least, long most) implements Form {
    private static final Pattern SIZE =
        Pattern.compile("([0-9]{1,15})\\s*(b|kb|kib|mb|mib|gb|gib|)");

    @Override
    public Long read(String text) {
      Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
      if (size.matches()) {
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(unit(size.group(2)));
        if (bytes.compareTo(BigDecimal.valueOf(least)) >= 0
            && bytes.compareTo(BigDecimal.valueOf(most)) <= 0) {
          return bytes.longValue();
        }
      }
      throw new NotOfThisForm(
          "a size such as 64MiB, from " + (least >> 10) + "KiB to " + (most >> 20) + "MiB");
    }

    private static BigDecimal unit(String name) {
      return BigDecimal.valueOf(
          switch (name) {
            case "kb" -> 1000L;
            case "kib" -> 1L << 10;
            case "mb" -> 1_000_000L;
            case "mib" -> 1L << 20;
            case "gb" -> 1_000_000_000L;
            case "gib" -> 1L << 30;
            default -> 1L;
          });
    }
  }

  /** Yes or no, in all the spellings that Immich takes. */
  record Flag() implements Form {
    @Override
    public Boolean read(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "1", "yes", "y", "on", "t" -> true;
        case "false", "0", "no", "n", "off", "f" -> false;
        default -> throw new NotOfThisForm("true or false");
      };
    }
  }

  /** One of some words, in any case. */
  record Choice(List<String> words) implements Form {
    @Override
    public String read(String text) {
      String word = text.strip();
      return words.stream()
          .filter(word::equalsIgnoreCase)
          .findFirst()
          .orElseThrow(() ->
              new NotOfThisForm(
                  "one of " + String.join(", ", words) + "." + NearestName.question(word, words)));
    }
  }

  /** An http or https address. */
  record Address() implements Form {
    @Override
    public URI read(String text) {
      try {
        URI address = URI.create(text.strip());
        if (address.getHost() != null && List.of("http", "https").contains(address.getScheme())) {
          return address;
        }
      } catch (IllegalArgumentException e) {
        throw new NotOfThisForm("an address that starts with http:// or https://");
      }
      throw new NotOfThisForm("an address that starts with http:// or https://");
    }
  }

  /** A folder. */
  record Folder() implements Form {
    @Override
    public Path read(String text) {
      try {
        return Path.of(new Text().read(text));
      } catch (InvalidPathException e) {
        throw new NotOfThisForm("the path of a folder");
      }
    }
  }

  /** Any number of folders. */
  record Folders() implements Form {
    @Override
    public Path read(String text) {
      return new Folder().read(text);
    }

    @Override
    public boolean many() {
      return true;
    }
  }
}
