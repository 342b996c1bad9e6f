package dev.hearth.evidence.benchmark;

import dev.hearth.evidence.workload.Http;
import java.util.Optional;

/**
 * A service that is measured.
 *
 * @param name for people: "rocm", "cpu"
 * @param image that it runs; empty for a program
 * @param http the way to it
 * @param work what it is asked
 * @param reloads whether the other's turn takes its model out of memory, so that the first request
 *     of a turn is not counted
 */
public record Contestant(
    String name, Optional<String> image, Http http, Work work, boolean reloads) {}
