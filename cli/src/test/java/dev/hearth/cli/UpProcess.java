package dev.hearth.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code hearth} of its own process, as a person starts it: what it says, answers, returns. */
final class UpProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final Pattern ADDRESS = Pattern.compile("address +http://[^ ]+:([0-9]+)");

  private final Process process;
  private final Path said;

  private UpProcess(Process process, Path said) {
    this.process = process;
    this.said = said;
  }

  /**
   * Starts it.
   *
   * @param folder for what it says
   * @param environment beside this process's own
   */
  static UpProcess start(Path folder, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.hearth.cli.Main"));
    command.addAll(List.of(arguments));
    try {
      Path said = Files.createTempFile(folder, "said", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true).redirectOutput(said.toFile());
      builder.environment().putAll(environment);
      return new UpProcess(builder.start(), said);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** All it said so far, errors included. */
  String said() {
    try {
      return Files.readString(said);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Its exit status, waited for. */
  int status() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end; it said:\n" + said());
    }
    return process.exitValue();
  }

  /** The port it listens on, once it has said everything up to the line given. */
  int serving(String lastLine) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      Matcher address = ADDRESS.matcher(said());
      if (said().contains(lastLine) && address.find()) {
        return Integer.parseInt(address.group(1));
      }
      Thread.sleep(100);
    }
    throw new AssertionError("it does not serve; it said:\n" + said());
  }

  /** Asks it to end as systemd would. */
  void terminate() {
    process.destroy();
  }

  static String get(int port, String path) throws IOException, InterruptedException {
    return answer(HttpRequest.newBuilder(at(port, path)).GET());
  }

  static String post(int port, String path, String type, byte[] body)
      throws IOException, InterruptedException {
    return answer(
        HttpRequest.newBuilder(at(port, path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private static URI at(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static String answer(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          client.send(
              request.timeout(Duration.ofMinutes(4)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer.statusCode() + " " + text);
      }
      return text;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
