package dev.hearth.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** {@code POST /predict} with a photo, byte for byte as Immich's server sends it. */
final class PredictRequest {
  private static final String BOUNDARY = "----formdata-undici-081726354455";

  private PredictRequest() {}

  /** Head and body as they go over the wire. */
  static byte[] of(String entries, byte[] photo) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(photo.length + 1024);
    part(body, "name=\"entries\"", entries.getBytes(StandardCharsets.UTF_8));
    part(
        body, "name=\"image\"; filename=\"blob\"\r\nContent-Type: application/octet-stream", photo);
    write(body, "--" + BOUNDARY + "--\r\n");
    ByteArrayOutputStream request = new ByteArrayOutputStream(body.size() + 512);
    write(
        request,
        String.format(
            Locale.ROOT,
            """
            POST /predict HTTP/1.1\r
            Host: 127.0.0.1\r
            Connection: keep-alive\r
            Content-Type: multipart/form-data; boundary=%s\r
            Content-Length: %d\r
            \r
            """,
            BOUNDARY,
            body.size()));
    request.writeBytes(body.toByteArray());
    return request.toByteArray();
  }

  private static void part(ByteArrayOutputStream out, String disposition, byte[] content) {
    write(out, "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition);
    write(out, "\r\n\r\n");
    out.writeBytes(content);
    write(out, "\r\n");
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
