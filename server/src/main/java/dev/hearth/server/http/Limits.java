package dev.hearth.server.http;

import dev.hearth.server.settings.HttpSettings;
import dev.hearth.server.wire.Dialect;

/** How large bodies may be. */
record Limits(HttpSettings settings) {
  /** Around the photo: entries, a text of up to 1 MiB, headings of parts. */
  private static final long AROUND_PHOTO = 2 << 20;

  /** Endpoints that need no body take a small one, to be polite. */
  private static final long NO_BODY = 64 * 1024;

  /** Texts become strings in the heap; four mebibytes are some hundred pages. */
  private static final long TEXTS = 4 << 20;

  long body(Route route, Dialect dialect) {
    if (route.kind() != Route.Kind.WORK) {
      return NO_BODY;
    }
    return dialect == Dialect.TEXT
        ? Math.min(TEXTS, settings.bodyLimit())
        : settings.bodyLimit() + AROUND_PHOTO;
  }

  static String sentence(long limit) {
    return "The request is larger than the limit of "
        + limit
        + " bytes. Send a smaller photo or fewer texts, or raise body_limit in hearth.yaml.";
  }
}
