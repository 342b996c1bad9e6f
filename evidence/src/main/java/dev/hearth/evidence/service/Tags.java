package dev.hearth.evidence.service;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Version;
import dev.hearth.planning.service.BackendSupport;
import dev.hearth.planning.service.FloatTag;
import dev.hearth.planning.service.ImageName;
import dev.hearth.planning.service.ServiceDescription;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the tag of an image tells. Pure. */
final class Tags {
  private static final String HOLE = "{version}";

  /** Of a whole version: major, minor and patch. */
  private static final int NUMBERS = 3;

  private Tags() {}

  /** The backends that an image may be for; all of the service's where nothing tells. */
  static Set<Backend> backends(ServiceDescription service, Optional<String> image) {
    Set<Backend> all =
        service.backends().stream()
            .map(BackendSupport::backend)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Backend.class)));
    Optional<String> tag = image.map(ImageName::parse).flatMap(ImageName::tag);
    if (tag.isEmpty()) {
      return all;
    }
    Optional<Backend> moving =
        service.operation().stream()
            .flatMap(operation -> operation.floatTags().stream())
            .filter(each -> each.tag().equals(tag.get()))
            .map(FloatTag::backend)
            .findFirst();
    if (moving.isPresent()) {
      return EnumSet.of(moving.get());
    }
    String ending =
        service.backends().stream()
            .flatMap(each -> ending(each).stream())
            .filter(tag.get()::endsWith)
            .max(Comparator.comparingInt(String::length))
            .orElse("");
    Set<Backend> meant = EnumSet.noneOf(Backend.class);
    service.backends().stream()
        .filter(each -> ending(each).filter(ending::equals).isPresent())
        .forEach(each -> meant.add(each.backend()));
    return meant.isEmpty() ? all : meant;
  }

  /** What comes behind the version in the tags of a backend. */
  private static Optional<String> ending(BackendSupport support) {
    return support
        .image()
        .filter(image -> image.contains(HOLE))
        .map(image -> image.substring(image.indexOf(HOLE) + HOLE.length()));
  }

  /** The version that a tag names wholly; empty where it moves on by itself. */
  static Optional<Version> version(Optional<String> image) {
    return image
        .map(ImageName::parse)
        .flatMap(ImageName::tag)
        .flatMap(Version::parse)
        .filter(version -> version.numbers().size() >= NUMBERS);
  }
}
