package dev.hearth.evidence.workload;

import dev.hearth.machine.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A service on this machine, by HTTP/1.1 and without a proxy. */
public final class ServiceHttp implements Http, AutoCloseable {
  /** More than any answer to a probe. */
  private static final int MOST_BYTES = 16 << 20;

  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(CONNECT)
          .build();

  /**
   * The service at a place.
   *
   * @param host an address without brackets
   */
  public ServiceHttp(String host, int port) {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    this.base = URI.create(String.format(Locale.ROOT, "http://%s:%d", shown, port));
  }

  @Override
  public Reading<Reply> send(Ask ask, Duration deadline) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(ask.path()));
    if (ask.posts()) {
      request
          .header("Content-Type", ask.type())
          .POST(HttpRequest.BodyPublishers.ofByteArray(ask.body().bytes()));
    }
    CompletableFuture<HttpResponse<InputStream>> sent =
        client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    CompletableFuture<Reply> read = sent.thenApplyAsync(ServiceHttp::read);
    try {
      return Reading.known(read.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      sent.cancel(true);
      return Reading.unknown(
          base + ask.path() + " did not answer within " + deadline.toSeconds() + " s");
    } catch (ExecutionException failed) {
      return Reading.unknown(base + ask.path() + " does not answer: " + failed.getCause());
    } catch (InterruptedException _) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      return Reading.unknown(base + ask.path() + " was not waited for");
    }
  }

  private static Reply read(HttpResponse<InputStream> response) {
    try (InputStream in = response.body()) {
      return new Reply(response.statusCode(), Body.of(in.readNBytes(MOST_BYTES)));
    } catch (IOException cut) {
      throw new java.io.UncheckedIOException(cut);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
