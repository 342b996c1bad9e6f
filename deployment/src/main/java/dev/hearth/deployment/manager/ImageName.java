package dev.hearth.deployment.manager;

/**
 * An image's name in its parts. Pure.
 *
 * @param repository as ghcr.io/immich-app/immich-machine-learning
 * @param version a tag, or a digest as sha256:…
 */
record ImageName(String repository, String version) {
  private static final String LATEST = "latest";

  /** Splits a name; without tag and digest it means the tag latest, as for all engines. */
  static ImageName parse(String image) {
    int at = image.indexOf('@');
    if (at >= 0) {
      return new ImageName(withoutTag(image.substring(0, at)), image.substring(at + 1));
    }
    String repository = withoutTag(image);
    return new ImageName(
        repository,
        repository.length() == image.length() ? LATEST : image.substring(repository.length() + 1));
  }

  private static String withoutTag(String image) {
    int colon = image.lastIndexOf(':');
    return colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
  }

  /** Whether it names its registry, and means the same to every engine. */
  boolean qualified() {
    int slash = repository.indexOf('/');
    String first = slash < 0 ? "" : repository.substring(0, slash);
    return first.contains(".") || first.contains(":") || first.equals("localhost");
  }

  /** The registry it comes from; Docker's own where it names none. */
  String registry() {
    return qualified() ? repository.substring(0, repository.indexOf('/')) : "docker.io";
  }

  boolean digest() {
    return version.contains(":");
  }

  /** Another version of the same. */
  String at(String digest) {
    return repository + "@" + digest;
  }
}
