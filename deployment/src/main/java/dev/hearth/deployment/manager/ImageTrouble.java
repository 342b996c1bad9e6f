package dev.hearth.deployment.manager;

import dev.hearth.machine.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why an image does not come: told by the words of registries, as Podman and Docker hand them on.
 * The order counts, since words of several causes may stand in one message. Pure.
 */
enum ImageTrouble {
  /** The room is full. */
  NO_ROOM(List.of("no space left on device", "disk quota exceeded")),
  /** Docker's registry counts what is fetched without a login. */
  TOO_OFTEN(List.of("toomanyrequests", "too many requests", "rate limit")),
  /** The name exists, and not this version of it. */
  NO_SUCH_VERSION(List.of("manifest unknown", "manifest_unknown", "not found: manifest")),
  /** The version exists, and not for this processor. */
  NO_SUCH_PLATFORM(List.of("no matching manifest for", "no image found in image index for")),
  /** Registries say the same of what is private and of what is not there. */
  NOT_ALLOWED(
      List.of(
          "unauthorized",
          "authentication required",
          "denied",
          "403 (forbidden)",
          "403 forbidden",
          "401 unauthorized",
          "name unknown",
          "repository does not exist")),
  /** Nobody vouches for whom we speak to. */
  NOT_TRUSTED(List.of("x509:", "certificate", "server gave http response to https client")),
  /** Podman asks nobody where a name says no registry. */
  NO_REGISTRY(List.of("short-name", "no unqualified-search registries")),
  /** The registry is not reached. */
  NO_NETWORK(
      List.of(
          "no such host",
          "network is unreachable",
          "no route to host",
          "connection refused",
          "i/o timeout",
          "tls handshake timeout",
          "client.timeout exceeded",
          "name resolution",
          "server misbehaving",
          "connection reset",
          "unexpected eof",
          "context deadline exceeded"));

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> words;

  ImageTrouble(List<String> words) {
    this.words = words;
  }

  /** The cause that a message tells; empty where its words are of none that is known. */
  static Optional<ImageTrouble> of(String message) {
    String said = message.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(each -> each.words.stream().anyMatch(said::contains))
        .findFirst();
  }

  /**
   * The problem for people.
   *
   * @param image what was to be fetched
   * @param program podman or docker
   * @param message what it said
   */
  static Problem problem(String image, String program, String message) {
    ImageName name = ImageName.parse(image);
    String evidence = Said.of(message);
    return of(message)
        .map(trouble -> trouble.problem(image, name, program, evidence))
        .orElseGet(() ->
            new Problem(
                Problem.Kind.UNAVAILABLE,
                "The image " + image + " cannot be fetched",
                evidence,
                "Type: " + program + " pull " + image));
  }

  private Problem problem(String image, ImageName name, String program, String evidence) {
    String registry = name.registry();
    return switch (this) {
      case NO_ROOM ->
          unavailable(
              "The disk is full: the image " + image + " does not fit",
              evidence,
              "See what can go: " + program + " system df; then: " + program + " image prune");
      case TOO_OFTEN ->
          unavailable(
              registry + " gives no more images to this address for now",
              evidence,
              "Type `" + program + " login " + registry + "`, or wait some hours.");
      case NO_SUCH_VERSION ->
          new Problem(
              Problem.Kind.NOT_FOUND,
              "The image " + image + " was never published",
              evidence,
              "Choose a version that is there: skopeo list-tags docker://" + name.repository());
      case NO_SUCH_PLATFORM ->
          new Problem(
              Problem.Kind.NOT_FOUND,
              "The image " + image + " is not made for this machine's processor",
              evidence,
              "Choose another backend; its image may be.");
      case NOT_ALLOWED ->
          unavailable(
              registry + " does not give the image " + image + ": private, or not there",
              evidence,
              "See that the name is right; for a private one: " + program + " login " + registry);
      case NOT_TRUSTED ->
          unavailable(
              registry + " is not trusted",
              evidence,
              "Add its certificate, or allow it without one in "
                  + (program.equals("podman")
                      ? "/etc/containers/registries.conf (insecure = true)."
                      : "/etc/docker/daemon.json (insecure-registries)."));
      case NO_REGISTRY ->
          unavailable(
              "The image " + image + " names no registry",
              evidence,
              "Name it in full: docker.io/" + name.repository() + ":" + name.version());
      case NO_NETWORK ->
          unavailable(
              registry + " cannot be reached",
              evidence,
              "See that this machine is on the network: curl -I https://" + registry + "/v2/");
    };
  }

  private static Problem unavailable(String what, String evidence, String remedy) {
    return new Problem(Problem.Kind.UNAVAILABLE, what, evidence, remedy);
  }
}
