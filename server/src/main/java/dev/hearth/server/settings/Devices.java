package dev.hearth.server.settings;

import dev.hearth.inference.device.Provider;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words that say what computes. */
public final class Devices {
  /** The best there is, the CPU at last. */
  public static final String AUTO = "auto";

  /** Known, since Immich has images of that name, and never obeyed: see the choice of devices. */
  public static final String ROCM = "rocm";

  /** All that may be written, {@code rocm} among them so that it is refused with its reason. */
  public static final List<String> WORDS =
      Stream.concat(offered().stream(), Stream.of(ROCM)).toList();

  private Devices() {}

  /** The words that can be obeyed. */
  public static List<String> offered() {
    return Stream.concat(Stream.of(AUTO), Arrays.stream(Provider.values()).map(Provider::key))
        .toList();
  }

  /** The words for a sentence of docs/settings.md. */
  static String listed() {
    return offered().stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }
}
