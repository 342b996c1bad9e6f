package dev.hearth.deployment.manager;

import dev.hearth.machine.Problem;
import dev.hearth.machine.ProblemException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a service for a page, once and briefly; follows it elsewhere only on its own address. */
final class PageProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_HOPS = 3;
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_SHOWN = 120;
  private static final int GOOD = 200;
  private static final int MOVED = 300;
  private static final int WRONG = 400;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  /** What is wrong with it; empty where it answers 200. */
  Optional<String> trouble(Probe.Http probe) {
    URI page = address(probe);
    for (int hop = 0; hop < MOST_HOPS; hop++) {
      Answer answer = ask(page);
      switch (answer) {
        case Silence(String trouble) -> {
          return Optional.of(trouble);
        }
        case Page(HttpResponse<String> response) -> {
          Optional<URI> next = elsewhere(response);
          if (next.isEmpty()) {
            return judged(page, response);
          }
          if (!sameAddress(page, next.get())) {
            return Optional.of(page + " leads to " + next.get() + ", which is another service");
          }
          page = next.get();
        }
      }
    }
    return Optional.of(page + " leads on and on");
  }

  private sealed interface Answer {}

  private record Page(HttpResponse<String> response) implements Answer {}

  private record Silence(String trouble) implements Answer {}

  private static URI address(Probe.Http probe) {
    String host = probe.host().contains(":") ? "[" + probe.host() + "]" : probe.host();
    String path = probe.path().startsWith("/") ? probe.path() : "/" + probe.path();
    try {
      URI address = URI.create("http://" + host + ":" + probe.port() + path);
      HttpRequest.newBuilder(address);
      return address;
    } catch (IllegalArgumentException malformed) {
      throw new ProblemException(
          new Problem(
              Problem.Kind.BAD_SETTING,
              "The address of the health check cannot be asked",
              String.valueOf(malformed.getMessage()),
              "Correct the service's port and health path."),
          malformed);
    }
  }

  private Answer ask(URI page) {
    HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).GET().build();
    CompletableFuture<HttpResponse<String>> asked =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MOST_BYTES));
    try {
      return new Page(asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      asked.cancel(true);
      return late(page);
    } catch (InterruptedException _) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      return new Silence(page + " was not waited for");
    } catch (ExecutionException failed) {
      return silence(page, Optional.ofNullable(failed.getCause()).orElse(failed));
    }
  }

  private static Answer silence(URI page, Throwable reason) {
    return switch (reason) {
      case HttpTimeoutException _ -> late(page);
      case ConnectException _ ->
          new Silence(
              "nobody listens at " + page.getHost() + " port " + page.getPort() + " (refused)");
      default ->
          new Silence(page + " gave no answer: " + String.valueOf(reason.getMessage()).strip());
    };
  }

  private static Answer late(URI page) {
    return new Silence(page + " did not answer within " + PATIENCE.toSeconds() + " s");
  }

  private static Optional<URI> elsewhere(HttpResponse<String> response) {
    if (response.statusCode() < MOVED || response.statusCode() >= WRONG) {
      return Optional.empty();
    }
    try {
      return response.headers().firstValue("Location").map(response.uri()::resolve);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean sameAddress(URI one, URI other) {
    return String.valueOf(one.getAuthority()).equalsIgnoreCase(other.getAuthority())
        && "http".equalsIgnoreCase(other.getScheme());
  }

  private static Optional<String> judged(URI page, HttpResponse<String> response) {
    if (response.statusCode() == GOOD) {
      return Optional.empty();
    }
    String body = response.body().strip().lines().findFirst().orElse("");
    String shown = body.length() > MOST_SHOWN ? body.substring(0, MOST_SHOWN) + "…" : body;
    return Optional.of(
        page + " answered " + response.statusCode() + (shown.isEmpty() ? "" : ": " + shown));
  }
}
