package dev.hearth.planning.service;

import java.util.Optional;

/**
 * An image's name in its parts.
 *
 * @param repository as ghcr.io/immich-app/immich-machine-learning
 * @param tag as v3.1.0-rocm; empty where there is none
 * @param digest as sha256:…; empty where there is none
 */
public record ImageName(String repository, Optional<String> tag, Optional<String> digest) {

  /** Takes a name apart; never fails. */
  public static ImageName parse(String name) {
    int at = name.indexOf('@');
    String plain = at < 0 ? name : name.substring(0, at);
    Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(name.substring(at + 1));
    int colon = plain.indexOf(':', plain.lastIndexOf('/') + 1);
    return colon < 0
        ? new ImageName(plain, Optional.empty(), digest)
        : new ImageName(plain.substring(0, colon), Optional.of(plain.substring(colon + 1)), digest);
  }

  /** With another tag, and no digest. */
  public String tagged(String other) {
    return repository + ":" + other;
  }

  /** Whether both lie in one repository; Docker's own registry may be left out of a name. */
  public boolean sameRepository(ImageName other) {
    return full().equals(other.full());
  }

  private String full() {
    String name = repository;
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
    if (!registry) {
      name = "docker.io/" + (slash < 0 ? "library/" : "") + name;
    }
    return name.startsWith("index.docker.io/") ? name.substring("index.".length()) : name;
  }

  @Override
  public String toString() {
    return repository + tag.map(it -> ":" + it).orElse("") + digest.map(it -> "@" + it).orElse("");
  }
}
