package dev.hearth.cli.report;

import dev.hearth.inference.device.Provider;
import dev.hearth.inference.runtimes.InstalledRuntime;
import dev.hearth.inference.runtimes.RuntimeState;
import dev.hearth.machine.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The runtimes as the document {@code hearth.runtimes/1}. */
public final class RuntimesJson {
  /** The name of the format. */
  public static final String SCHEMA = "hearth.runtimes/1";

  private RuntimesJson() {}

  /** The whole document. */
  public static Map<String, @Nullable Object> of(List<RuntimeState> states, String version) {
    return Facts.document()
        .put("schema", SCHEMA)
        .put("hearth", version)
        .list("runtimes", states, RuntimesJson::runtime)
        .finish();
  }

  private static void runtime(Facts facts, RuntimeState state) {
    facts.put("provider", state.provider().key());
    switch (state) {
      case RuntimeState.BuiltIn(Provider _, String version) ->
          facts.put("state", "built-in").put("onnxruntime", version);
      case RuntimeState.Installed(InstalledRuntime runtime) ->
          facts
              .put("state", "installed")
              .put("onnxruntime", runtime.version())
              .put("origin", runtime.origin())
              .put("folder", runtime.folder().toString())
              .put("bytes", runtime.bytes());
      case RuntimeState.Damaged(Provider _, long bytes, Problem problem) ->
          facts
              .put("state", "damaged")
              .put("bytes", bytes)
              .object("problem", problem, RuntimesJson::problem);
      case RuntimeState.Installable(Provider _, String origin, long fetched, long kept) ->
          facts
              .put("state", "installable")
              .put("origin", origin)
              .put("fetch_bytes", fetched)
              .put("bytes", kept);
      case RuntimeState.Absent(Provider _, Problem problem) ->
          facts.put("state", "absent").object("problem", problem, RuntimesJson::problem);
    }
  }

  private static void problem(Facts facts, Problem problem) {
    facts
        .put("what", problem.what())
        .put("evidence", problem.evidence())
        .put("remedy", problem.remedy());
  }
}
