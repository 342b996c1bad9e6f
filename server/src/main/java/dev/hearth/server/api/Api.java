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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All paths of the server. */
public record Api(HttpSettings settings, Engine engine, About about, Surroundings surroundings) {

  public Routes routes(Load load) {
    Events.Observed observed =
        new Events.Observed(new Latencies(System::nanoTime), surroundings.samples());
    List<Route> routes = new ArrayList<>();
    forMachines(routes, observed.latencies());
    reports(routes, load, observed);
    page(routes);
    return new Routes(routes);
  }

  /** What Immich and its like ask. */
  private void forMachines(List<Route> routes, Latencies latencies) {
    Predicting predicting = new Predicting(engine, about, settings.batchLimit(), latencies);
    Answer pong = Answer.text(200, "pong");
    routes.add(
        new Route("GET", "/ping", Route.Kind.QUICK, Optional.of(Dialect.IMMICH), (_, _) -> pong));
    routes.add(
        new Route("POST", "/predict", Route.Kind.WORK, Optional.empty(), predicting::predict));
    routes.add(
        new Route("POST", "/embed", Route.Kind.WORK, Optional.of(Dialect.TEXT), predicting::embed));
  }

  /** What the server tells of itself. */
  private void reports(List<Route> routes, Load load, Events.Observed observed) {
    Reporting reporting = new Reporting(engine, about, settings);
    Events events = new Events(engine, about, load, observed);
    ReportsJson reports = new ReportsJson(surroundings.reports());
    routes.add(status("/health", Dialect.TEXT, reporting::health));
    routes.add(status("/info", Dialect.TEXT, reporting::info));
    routes.add(status("/v1/models", Dialect.IMMICH, reporting::models));
    routes.add(status("/v1/devices", Dialect.IMMICH, reporting::devices));
    routes.add(status("/v1/findings", Dialect.IMMICH, reports::findings));
    routes.add(
        new Route(
            "GET", "/v1/events", Route.Kind.STREAM, Optional.of(Dialect.IMMICH), events::snapshot));
    routes.add(
        status(
            "/metrics",
            Dialect.IMMICH,
            (_, _) -> metrics(Metrics.text(load, observed, engine.status(), about.runtime()))));
  }

  private static void page(List<Route> routes) {
    Page page = new Page();
    routes.add(status("/", Dialect.IMMICH, (request, _) -> page.root(request.accept())));
    routes.add(status("/ui", Dialect.IMMICH, (_, _) -> page.html()));
    Page.PARTS.forEach(
        (path, _) -> routes.add(status(path, Dialect.IMMICH, (_, _) -> page.part(path))));
  }

  private static Route status(String path, Dialect dialect, Endpoint endpoint) {
    return new Route("GET", path, Route.Kind.STATUS, Optional.of(dialect), endpoint);
  }

  private static Answer metrics(String text) {
    return Answer.bytes(200, OpenMetrics.CONTENT_TYPE, text.getBytes(StandardCharsets.UTF_8));
  }
}
