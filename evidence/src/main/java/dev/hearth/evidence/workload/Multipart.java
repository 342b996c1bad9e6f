package dev.hearth.evidence.workload;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A form with a text and a file, as Immich's server posts it. */
final class Multipart {
  /** Nothing of what is posted holds it: JSON of our own, and a PNG of our own. */
  private static final String BOUNDARY = "----hearth-probe-7d1c5f0e9a";

  private Multipart() {}

  static Ask post(String path, String entries, byte[] image) {
    ByteArrayOutputStream form = new ByteArrayOutputStream(image.length + 1024);
    write(form, "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"entries\"\r\n\r\n");
    write(form, entries + "\r\n--" + BOUNDARY + "\r\n");
    write(form, "Content-Disposition: form-data; name=\"image\"; filename=\"blob\"\r\n");
    write(form, "Content-Type: application/octet-stream\r\n\r\n");
    form.writeBytes(image);
    write(form, "\r\n--" + BOUNDARY + "--\r\n");
    return new Ask(path, "multipart/form-data; boundary=" + BOUNDARY, Body.of(form.toByteArray()));
  }

  private static void write(ByteArrayOutputStream form, String text) {
    form.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
