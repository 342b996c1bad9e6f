package dev.hearth.cli;

import dev.hearth.cli.choice.Wishes;
import dev.hearth.inference.engine.LocalEngine;
import dev.hearth.inference.model.Task;
import dev.hearth.inference.runtime.VulkanAdapter;
import dev.hearth.inference.store.ModelPuller;
import dev.hearth.inference.store.ModelStore;
import dev.hearth.inference.store.Progress;
import dev.hearth.machine.survey.Survey;
import dev.hearth.server.HearthServer;
import dev.hearth.server.api.About;
import dev.hearth.server.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * The real work once, with the models that the build has at hand, on a port of the system's choice:
 * what the JVM loads and links here, it finds ready made at every later start (JEP 514).
 */
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {
  private static final int ROUNDS = 3;

  @Parameters(arity = "0..*", paramLabel = "CAPTURE", description = "Machines to look at, too.")
  @Nullable List<Path> captures;

  private final Terminal terminal;
  private final Places places;

  RehearseCommand(Terminal terminal, Places places) {
    this.terminal = terminal;
    this.places = places;
  }

  @Override
  public Integer call() throws IOException {
    Path scratch = Files.createTempDirectory("hearth-rehearsal");
    try {
      rehearse(scratch);
      look();
      return ExitCodes.GOOD;
    } finally {
      try (Stream<Path> files = Files.walk(scratch)) {
        files.sorted(Comparator.reverseOrder()).forEach(RehearseCommand::delete);
      }
    }
  }

  private void rehearse(Path scratch) throws IOException {
    Settings settings =
        SettingsLoading.load(
            terminal,
            places,
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            Map.of("cache_folder", scratch.toString(), "host", "127.0.0.1", "port", "0"));
    LogLines.install(terminal.err(), System.Logger.Level.INFO);
    ModelStore store = Assembly.store(settings);
    ModelPuller puller = Assembly.puller(settings, places, store);
    // Only what lies beside the program: a build must not depend on a second registry.
    List<Task> starters = List.of(Task.OCR, Task.TEXT);
    starters.forEach(
        task -> puller.pull(task, dev.hearth.inference.store.StarterModels.NAME, Progress.NONE));
    Loaded loaded = RuntimeLoading.load(withoutGpu(settings), places.libraries(), scratch);
    try (LocalEngine engine = Assembly.engine(settings, loaded, puller, Progress.NONE);
        HearthServer server =
            HearthServer.start(
                settings.http(),
                engine,
                About.of(Version.current(), loaded.version(), settings.texts()))) {
      for (int round = 0; round < ROUNDS; round++) {
        post(
            server.address().getPort(), "/predict", multipart(), "multipart/form-data; boundary=b");
        post(
            server.address().getPort(),
            "/embed",
            "{\"inputs\":\"warm\"}".getBytes(StandardCharsets.UTF_8),
            "application/json");
      }
    }
  }

  /** The choice as most machines make it; a build loads no GPU's drivers. */
  private Acceleration.Decided withoutGpu(Settings settings) {
    MachineView live = MachineView.live();
    MachineView bare =
        new MachineView() {
          @Override
          public Survey survey() {
            return new Survey(live.survey().host(), List.of());
          }

          @Override
          public List<VulkanAdapter> adapters() {
            return List.of();
          }

          @Override
          public String architecture() {
            return live.architecture();
          }
        };
    return new Acceleration(terminal, bare, () -> RuntimeStores.of(terminal, places))
        .decide(Wishes.of(settings.compute()), false, Progress.NONE);
  }

  /** The short commands, on this machine and on those named. */
  private void look() {
    // Whether something is found or not: how services are looked for is rehearsed.
    var _ = HearthCommand.run(terminal, "plan", "immich-ml");
    DetectCommand.show(terminal, null, false, false);
    DetectCommand.show(terminal, null, true, false);
    for (Path capture : captures == null ? List.<Path>of() : captures) {
      DetectCommand.show(terminal, capture, false, false);
      DetectCommand.show(terminal, capture, true, false);
      var _ = HearthCommand.run(terminal, "doctor", "--root", capture.toString());
      var _ = HearthCommand.run(terminal, "top", "--root", capture.toString());
      var _ = HearthCommand.run(terminal, "plan", "immich-ml", "--root", capture.toString());
    }
  }

  private static byte[] multipart() {
    ByteBuffer picture = Rehearsal.sample();
    byte[] head =
        ("--b\r\nContent-Disposition: form-data; name=\"entries\"\r\n\r\n"
                + "{\"ocr\":{\"detection\":{\"modelName\":\"starter\"},"
                + "\"recognition\":{\"modelName\":\"starter\"}}}\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"blob\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] tail = "\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(head.length + picture.remaining() + tail.length)
        .put(head)
        .put(picture)
        .put(tail)
        .array();
  }

  private void post(int port, String path, byte[] body, String type) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      String head =
          String.format(
              Locale.ROOT,
              "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n",
              path,
              type,
              body.length);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(body);
      out.flush();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      terminal.out().println(answer.lines().findFirst().orElse("no answer"));
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException kept) {
      throw new UncheckedIOException(kept);
    }
  }
}
