package dev.hearth.evidence.workload;

/**
 * One request.
 *
 * @param path on the service: /predict
 * @param type of the body: application/json
 * @param body what is posted; an empty one is a GET
 */
public record Ask(String path, String type, Body body) {
  /** A GET. */
  public static Ask get(String path) {
    return new Ask(path, "", Body.of(""));
  }

  /** A POST of JSON. */
  public static Ask json(String path, String json) {
    return new Ask(path, "application/json", Body.of(json));
  }

  /** Whether it posts something. */
  public boolean posts() {
    return body.bytes().length > 0;
  }
}
