package dev.hearth.inference.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;
import java.util.Map;

/** The native runtime of the tests, loaded once and kept in the build folder. */
public final class TestSessions {
  private static final OnnxSessions SESSIONS =
      OnnxSessions.load(Path.of("target", "native").toAbsolutePath());

  private TestSessions() {}

  public static OnnxSession open(Path model) {
    return SESSIONS.open(model, SessionSettings.DEFAULT);
  }

  /** Opens a model past every rewriting, as the other side of a comparison. */
  public static OnnxSession openAsItIs(Path model) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(SessionSettings.DEFAULT.intraOpThreads());
      OrtSession session = environment.createSession(model.toString(), options);
      return new OnnxSession(environment, session, Map.of(), Opening.ON_CPU);
    } catch (OrtException refused) {
      throw new AssertionError("the runtime refuses " + model, refused);
    }
  }

  public static OnnxSessions sessions() {
    return SESSIONS;
  }
}
