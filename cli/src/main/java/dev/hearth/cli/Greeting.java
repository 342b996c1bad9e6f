package dev.hearth.cli;

import dev.hearth.cli.report.DeviceText;
import dev.hearth.cli.report.ProofText;
import dev.hearth.inference.engine.EngineStatus;
import dev.hearth.inference.store.ModelStore;
import dev.hearth.inference.store.StoredModel;
import dev.hearth.server.settings.Settings;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** What {@code hearth up} tells a person: what was found, what was chosen, where to go on. */
final class Greeting {
  private static final int NAMED_MODELS = 6;

  private final Terminal terminal;
  private final String version;
  private final Ansi ansi;

  /**
   * @param colour whether the settings allow it
   */
  Greeting(Terminal terminal, String version, boolean colour) {
    this.terminal = terminal;
    this.version = version;
    this.ansi = colour && terminal.colours() ? Ansi.ON : Ansi.OFF;
  }

  void opens(Settings settings, Loaded loaded) {
    int cores = Runtime.getRuntime().availableProcessors();
    say("@|bold Hearth " + version + "|@");
    say("  machine   " + cores + (cores == 1 ? " core, " : " cores, ") + architecture());
    DeviceText.of(loaded.computing(), loaded.version()).forEach(this::plain);
    say("  models    " + settings.models().cacheFolder());
    settings.models().folders().forEach(folder -> say("            " + folder));
  }

  void serves(InetSocketAddress address, ModelStore store) {
    List<StoredModel> models = store.list();
    String names =
        models.stream()
            .limit(NAMED_MODELS)
            .map(model -> model.folder().label())
            .collect(Collectors.joining(", "));
    String more = models.size() > NAMED_MODELS ? ", …" : "";
    say("  ready     " + models.size() + " models: " + names + more);
    say("  address   @|bold,underline " + url(address) + "|@  (page, /predict, /embed, /metrics)");
  }

  /** What was proven of each model that is in memory. */
  void proves(EngineStatus status) {
    status.models().stream().flatMap(model -> ProofText.of(model).stream()).forEach(this::plain);
  }

  void shows(Rehearsal.Seen seen, InetSocketAddress address) {
    if (!seen.lines().isEmpty()) {
      say("");
      say("  Try it:");
      say("    curl " + url(address) + "/predict -F image=@photo.jpg \\");
      say(
          "      -F 'entries={\"ocr\":{\"detection\":{\"modelName\":\"starter\"},"
              + "\"recognition\":{\"modelName\":\"starter\"}}}'");
      say(
          String.format(
              Locale.ROOT,
              "  The picture that comes with Hearth reads, in %d ms: @|green %s|@",
              seen.millis(),
              String.join(" / ", seen.lines())));
    }
    say("");
    say("  In Immich: Administration, Settings, Machine Learning, URL " + url(address));
    if (address.getAddress().isLoopbackAddress()) {
      say("  Only this machine is answered. For Immich in a container or elsewhere:");
      say("    hearth up --host 0.0.0.0    (in a network you trust; SECURITY.md)");
    }
    say("  Ctrl-C stops it.");
  }

  /** What others named may hold what colours are written with. */
  private void plain(String line) {
    terminal.out().println(line);
  }

  private void say(String line) {
    terminal.out().println(ansi.string(line));
  }

  private static String url(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String name = host.isAnyLocalAddress() ? "localhost" : host.getHostAddress();
    boolean bracketed = host instanceof Inet6Address && !host.isAnyLocalAddress();
    return "http://" + (bracketed ? "[" + name + "]" : name) + ":" + address.getPort();
  }

  static String architecture() {
    return System.getProperty("os.arch", "unknown processor");
  }
}
