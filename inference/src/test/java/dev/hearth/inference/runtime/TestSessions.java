package dev.hearth.inference.runtime;

import java.nio.file.Path;

/** The native runtime of the tests, loaded once and kept in the build folder. */
public final class TestSessions {
  private static final OnnxSessions SESSIONS =
      OnnxSessions.load(Path.of("target", "native").toAbsolutePath());

  private TestSessions() {}

  public static OnnxSession open(Path model) {
    return SESSIONS.open(model, SessionSettings.DEFAULT);
  }

  public static OnnxSessions sessions() {
    return SESSIONS;
  }
}
