package dev.hearth.server.http;

import dev.hearth.server.settings.HttpSettings;

/** How large bodies may be. */
record Limits(HttpSettings settings) {
  /** Around the photo: entries, a text of up to 1 MiB, headings of parts. */
  private static final long AROUND_PHOTO = 2 << 20;

  /** Endpoints that need no body take a small one, to be polite. */
  private static final long NO_BODY = 64 * 1024;

  long body(Route route) {
    return route.kind() == Route.Kind.WORK ? settings.bodyLimit() + AROUND_PHOTO : NO_BODY;
  }

  String sentence() {
    return "The request is larger than the limit of "
        + settings.bodyLimit()
        + " bytes. Send a smaller photo, or raise body_limit in hearth.yaml.";
  }
}
