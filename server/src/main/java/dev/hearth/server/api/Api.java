package dev.hearth.server.api;

import dev.hearth.inference.engine.Engine;
import dev.hearth.server.http.Answer;
import dev.hearth.server.http.Endpoint;
import dev.hearth.server.http.Load;
import dev.hearth.server.http.Route;
import dev.hearth.server.http.Routes;
import dev.hearth.server.settings.HttpSettings;
import dev.hearth.server.wire.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** All paths of the server. */
public final class Api {
  private Api() {}

  public static Routes routes(HttpSettings settings, Engine engine, About about, Load load) {
    Latencies latencies = new Latencies();
    Predicting predicting = new Predicting(engine, about, settings.batchLimit(), latencies);
    Reporting reporting = new Reporting(engine, about, settings);
    Page page = new Page();
    Answer pong = Answer.text(200, "pong");
    return new Routes(
        List.of(
            new Route(
                "GET",
                "/ping",
                Route.Kind.QUICK,
                Optional.of(Dialect.IMMICH),
                (request, ticket) -> pong),
            new Route("POST", "/predict", Route.Kind.WORK, Optional.empty(), predicting::predict),
            new Route(
                "POST", "/embed", Route.Kind.WORK, Optional.of(Dialect.TEXT), predicting::embed),
            status("/", Dialect.IMMICH, (request, _) -> page.root(request.accept())),
            status("/ui", Dialect.IMMICH, (_, _) -> page.html()),
            status("/health", Dialect.TEXT, reporting::health),
            status("/info", Dialect.TEXT, reporting::info),
            status("/v1/models", Dialect.IMMICH, reporting::models),
            status("/v1/devices", Dialect.IMMICH, reporting::devices),
            status(
                "/metrics",
                Dialect.IMMICH,
                (_, _) ->
                    metrics(Metrics.text(load, latencies, engine.status(), about.runtime())))));
  }

  private static Route status(String path, Dialect dialect, Endpoint endpoint) {
    return new Route("GET", path, Route.Kind.STATUS, Optional.of(dialect), endpoint);
  }

  private static Answer metrics(String text) {
    return Answer.bytes(200, Metrics.CONTENT_TYPE, text.getBytes(StandardCharsets.UTF_8));
  }
}
