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
 * @param runtime how the native library that computes there comes here, where that is a step of its
 *     own
 * @param bring what the user must have installed besides, which is not seen from outside; empty
 *     where nothing is
 * @param requirements what it asks of the machine
 * @param source who says so
 */
public record BackendSupport(
    Backend backend,
    Optional<String> image,
    Optional<Consumer> gfx,
    Optional<String> runtime,
    Optional<String> bring,
    Requirements requirements,
    Source source) {}
