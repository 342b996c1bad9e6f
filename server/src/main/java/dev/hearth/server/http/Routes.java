package dev.hearth.server.http;

import dev.hearth.server.wire.Dialect;
import dev.hearth.server.wire.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the endpoint of a request; there is always one, if only to say that there is none. */
public final class Routes {
  private final Map<String, Map<String, Route>> paths = new HashMap<>();

  public Routes(List<Route> routes) {
    for (Route route : routes) {
      paths.computeIfAbsent(route.path(), _ -> new TreeMap<>()).put(route.method(), route);
    }
  }

  Route find(String method, String path) {
    Map<String, Route> methods = paths.get(path);
    if (methods == null) {
      return refusing(method, Status.NOT_FOUND, "Not Found");
    }
    Route route = methods.get(method.equals("HEAD") ? "GET" : method);
    if (route != null) {
      return route;
    }
    Set<String> allowed = new TreeSet<>(methods.keySet());
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return refusing(
        method,
        Status.METHOD_NOT_ALLOWED,
        "Method Not Allowed",
        new Answer.Header("Allow", String.join(", ", allowed)));
  }

  private static Route refusing(
      String method, Status status, String detail, Answer.Header... headers) {
    Answer answer =
        Answer.json(status.code(), out -> Dialect.IMMICH.write(out, status, detail), headers);
    return new Route(
        method, "other", Route.Kind.QUICK, Optional.of(Dialect.IMMICH), (_, _) -> answer);
  }
}
