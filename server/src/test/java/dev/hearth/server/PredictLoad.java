package dev.hearth.server;

import dev.hearth.inference.clip.Embedding;
import dev.hearth.inference.engine.Prediction;
import dev.hearth.inference.engine.Result;
import dev.hearth.inference.model.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Measures requests a second of {@code POST /predict} with a photo of 150 KB against an engine that
 * answers at once. Not a test; run its {@code main} and read the log. Arguments: port of a server
 * that runs already, or 0 for one in this process; connections; requests on each.
 */
public final class PredictLoad {
  private static final System.Logger LOG = System.getLogger(PredictLoad.class.getName());

  private PredictLoad() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int connections = Integer.parseInt(arguments[1]);
    int each = Integer.parseInt(arguments[2]);
    if (each == 0) {
      serve();
    } else {
      for (int round = 0; round < 5; round++) {
        long nanos = round(port, connections, each);
        LOG.log(
            System.Logger.Level.INFO,
            "requests/s: " + connections * (long) each * 1_000_000_000L / nanos);
      }
    }
  }

  private static void serve() throws InterruptedException {
    try (Running running = Running.start()) {
      running.engine.predicts(new Instant(running.engine));
      LOG.log(System.Logger.Level.INFO, "port " + running.server.address().getPort());
      Thread.sleep(120_000);
    }
  }

  /** One face with an embedding of 512 numbers. */
  private record Instant(ScriptedEngine engine)
      implements Function<ScriptedEngine.Asked, Prediction> {
    private static final float[] NUMBERS = numbers();

    private static float[] numbers() {
      Random random = new Random(1);
      float[] numbers = new float[512];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextGaussian() * 0.05f;
      }
      return numbers;
    }

    @Override
    public Prediction apply(ScriptedEngine.Asked asked) {
      engine.asked.clear();
      return new Prediction(
          Optional.of(new Prediction.PictureSize(1440, 960)),
          Map.of(Task.CLIP, new Result.Vector(Embedding.of(NUMBERS))));
    }
  }

  private static long round(int port, int connections, int each)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    try (ExecutorService clients = Executors.newFixedThreadPool(connections)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(clients.submit(() -> client(port, each)));
      }
      for (Future<?> client : running) {
        client.get();
      }
    }
    return System.nanoTime() - start;
  }

  private static long client(int port, int requests) throws IOException {
    byte[] photo = new byte[150_000];
    new Random(2).nextBytes(photo);
    byte[] form = Running.imageForm("{\"clip\":{\"visual\":{\"modelName\":\"m\"}}}", photo);
    String head =
        "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary="
            + Running.BOUNDARY
            + "\r\nContent-Length: "
            + form.length
            + "\r\n\r\n";
    byte[] answer = new byte[65536];
    long bytes = 0;
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      for (int i = 0; i < requests; i++) {
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(form);
        bytes += answer(in, answer);
      }
    }
    return bytes;
  }

  /** Reads one answer, which ends with the size of the picture. */
  private static int answer(InputStream in, byte[] into) throws IOException {
    int length = 0;
    do {
      int more = in.read(into, length, into.length - length);
      if (more < 0) {
        throw new IOException("closed");
      }
      length += more;
    } while (into[length - 1] != '}');
    return length;
  }
}
