package dev.hearth.planning.plan;

import dev.hearth.machine.Problem;
import dev.hearth.planning.Backend;
import dev.hearth.planning.Version;
import dev.hearth.planning.service.BackendSupport;
import dev.hearth.planning.service.FloatTag;
import dev.hearth.planning.service.ImageName;
import dev.hearth.planning.service.Operation;
import dev.hearth.planning.service.ServiceDescription;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which release of a service runs: the one it has now, the one that was asked for, or the
 * catalog's.
 *
 * @param repository the image's, as the user writes it; empty where the catalog's is taken
 * @param stem of the tag, without a backend's ending: v3.1.0, release; empty for the catalog's
 * @param whole an image that was asked for as it stands
 * @param now the image it has now
 * @param reason why
 */
record Release(
    Optional<String> repository,
    Optional<String> stem,
    Optional<String> whole,
    Optional<String> now,
    String reason) {
  private static final String HOLE = "{version}";

  static Release of(
      ServiceDescription service, Operation operation, Optional<Present> present, Wish wish) {
    Optional<String> now = present.flatMap(Present::image);
    if (wish.image().isPresent()) {
      return asked(wish.image().get(), now, service);
    }
    Optional<ImageName> own = now.filter(operation::recognises).map(ImageName::parse);
    if (own.isPresent()) {
      Optional<String> stem = own.get().tag().map(tag -> stem(service, operation, tag));
      String reason =
          stem.map(it ->
                  full(it).isPresent()
                      ? "the version that runs now is kept"
                      : "the tag " + it + " that runs now moves on by itself, and is kept")
              .orElse("the version that this program knows");
      return new Release(Optional.of(own.get().repository()), stem, Optional.empty(), now, reason);
    }
    return new Release(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        now,
        now.isEmpty()
            ? "the version that this program knows"
            : "what runs now is not one of " + service.title() + "'s own images");
  }

  /** A tag alone stands for one in the repository that is used anyway. */
  private static Release asked(String image, Optional<String> now, ServiceDescription service) {
    String whole = image;
    if (image.startsWith(":")) {
      String base =
          now.or(() -> service.image(Backend.CPU))
              .or(() ->
                  service.backends().stream()
                      .flatMap(each -> service.image(each.backend()).stream())
                      .findFirst())
              .orElse("");
      whole = ImageName.parse(base).repository() + image;
    }
    Optional<String> stem =
        ImageName.parse(whole)
            .tag()
            .flatMap(tag -> service.operation().map(it -> stem(service, it, tag)));
    return new Release(Optional.empty(), stem, Optional.of(whole), now, "you asked for it");
  }

  /** A tag without what stands for its backend. */
  private static String stem(ServiceDescription service, Operation operation, String tag) {
    Optional<String> moving =
        operation.floatTags().stream()
            .filter(each -> each.tag().equals(tag))
            .map(FloatTag::stem)
            .findFirst();
    return moving.orElseGet(() ->
        endings(service).stream()
            .filter(tag::endsWith)
            .findFirst()
            .map(ending -> tag.substring(0, tag.length() - ending.length()))
            .orElse(tag));
  }

  /** What the backends' tags end with, the longest first. */
  private static List<String> endings(ServiceDescription service) {
    return service.backends().stream()
        .map(BackendSupport::image)
        .flatMap(Optional::stream)
        .filter(image -> image.contains(HOLE))
        .map(image -> image.substring(image.indexOf(HOLE) + HOLE.length()))
        .filter(ending -> !ending.isEmpty())
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  /** The version of a stem that names one wholly; v3 names none, it moves on. */
  private static Optional<Version> full(String stem) {
    String numbers = stem.startsWith("v") ? stem.substring(1) : stem;
    return Version.parse(stem)
        .filter(version -> version.numbers().size() >= 3 && numbers.startsWith(version.toString()));
  }

  /** The service in this version; in the catalog's where it is not known. */
  ServiceDescription described(ServiceDescription service) {
    return stem.flatMap(Release::full).map(service::at).orElse(service);
  }

  /** The image on a backend; empty where the service has none there. */
  Optional<String> image(ServiceDescription service, Backend backend) {
    if (whole.isPresent()) {
      return whole;
    }
    Optional<String> template = service.on(backend).flatMap(BackendSupport::image);
    if (stem.isEmpty() || template.filter(text -> text.contains(HOLE)).isEmpty()) {
      return service.image(backend).map(this::inRepository);
    }
    String tag = tag(service, backend, template.get());
    ImageName catalog = ImageName.parse(template.get());
    String image = repository.orElse(catalog.repository()) + ":" + tag;
    boolean same =
        now.map(ImageName::parse).flatMap(ImageName::tag).filter(tag::equals).isPresent();
    return same ? now : Optional.of(image);
  }

  private String tag(ServiceDescription service, Backend backend, String template) {
    String stemmed = stem.orElseThrow();
    Optional<String> moving =
        service
            .operation()
            .flatMap(it ->
                it.floatTags().stream()
                    .filter(each -> each.stem().equals(stemmed) && each.backend() == backend)
                    .map(FloatTag::tag)
                    .findFirst());
    return moving.orElse(stemmed + template.substring(template.indexOf(HOLE) + HOLE.length()));
  }

  private String inRepository(String image) {
    ImageName name = ImageName.parse(image);
    return repository.flatMap(it -> name.tag().map(tag -> it + ":" + tag)).orElse(image);
  }

  /** Why this version cannot be had on a backend. */
  List<Problem> bad(Question question, Backend backend) {
    return question.service().version().stream()
        .flatMap(version ->
            question.operation().bad().stream().filter(each -> each.hits(version, backend)))
        .map(each ->
            new Problem(
                Problem.Kind.UNPROCESSABLE, each.what(), each.source().citation(), each.remedy()))
        .toList();
  }
}
