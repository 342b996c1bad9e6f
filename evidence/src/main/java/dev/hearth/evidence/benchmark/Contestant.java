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
 * @param handover what has to be done where the other had its turn in the same server
 */
public record Contestant(
    String name, Optional<String> image, Http http, Work work, Handover handover) {}
