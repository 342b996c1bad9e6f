package dev.hearth.planning.service;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Source;
import java.util.Optional;

/**
 * What is known of an image beyond its name.
 *
 * @param backend that it is for
 * @param image its name where it is built on this machine and no registry has it
 * @param base what it is built on
 * @param bytes room it takes, unpacked
 */
public record KnownImage(
    Backend backend,
    Optional<String> image,
    Optional<String> base,
    Optional<Long> bytes,
    Source source) {}
