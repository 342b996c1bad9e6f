package dev.hearth.planning.service;

import dev.hearth.planning.Backend;
import dev.hearth.planning.Source;
import dev.hearth.planning.gfx.Consumer;
import java.util.Optional;

/**
 * That a service computes on a backend.
 *
 * @param backend the backend
 * @param image the container image, with its tag; empty where the service has none of its own
 * @param gfx whose ROCm it brings, where it brings one
 * @param planned whether it does not compute there yet
 * @param requirements what it asks of the machine
 * @param source who says so
 */
public record BackendSupport(
    Backend backend,
    Optional<String> image,
    Optional<Consumer> gfx,
    boolean planned,
    Requirements requirements,
    Source source) {}
