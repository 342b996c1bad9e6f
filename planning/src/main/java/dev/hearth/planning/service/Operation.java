package dev.hearth.planning.service;

import dev.hearth.planning.Backend;
import java.util.List;
import java.util.Optional;

/**
 * How a service is operated, whatever it computes on.
 *
 * @param name of its container and its unit where nobody gave it another: immich-machine-learning
 * @param unit of a program of its own, without a container: ollama
 * @param repositories of images by which an installation is recognised, without a tag
 * @param floats tags that name no version and move on: release, v3, latest
 * @param ports it listens at, inside the container; the first is the one that clients ask
 * @param portVariable the variable that moves the first port; empty where none does
 * @param volumes what it keeps
 * @param starts how it is seen to work
 * @param images beyond those of the backends: built here, or of known size
 * @param settings its environment
 * @param extras what containers see and may beyond the accelerator's nodes
 * @param several how it uses several accelerators; empty where it uses one
 * @param memoryBytes it wants at least, where that is known
 * @param log what its lines mean
 * @param evidence files that show that it compiled for an accelerator
 * @param bad versions that cannot be used
 * @param advice what a person may do once it runs
 * @param workload what is measured
 */
public record Operation(
    String name,
    Optional<String> unit,
    List<String> repositories,
    List<String> floats,
    List<Integer> ports,
    Optional<String> portVariable,
    List<Volume> volumes,
    Starts starts,
    List<KnownImage> images,
    List<Setting> settings,
    List<Extra> extras,
    Optional<Several> several,
    Optional<Minimum<Long>> memoryBytes,
    List<LogRule> log,
    List<EvidenceFile> evidence,
    List<BadVersion> bad,
    List<Advice> advice,
    Optional<Workload> workload) {
  public Operation {
    repositories = List.copyOf(repositories);
    floats = List.copyOf(floats);
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
    images = List.copyOf(images);
    settings = List.copyOf(settings);
    extras = List.copyOf(extras);
    log = List.copyOf(log);
    evidence = List.copyOf(evidence);
    bad = List.copyOf(bad);
    advice = List.copyOf(advice);
  }

  /**
   * Whether an image is this service's: of one of its repositories, whatever the tag.
   *
   * @param image with or without tag and digest
   */
  public boolean recognises(String image) {
    ImageName asked = ImageName.parse(image);
    return repositories.stream().anyMatch(each -> asked.sameRepository(ImageName.parse(each)));
  }

  /** What is known of a backend's image. */
  public Optional<KnownImage> image(Backend backend) {
    return images.stream().filter(each -> each.backend() == backend).findFirst();
  }
}
