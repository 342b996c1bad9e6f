package dev.hearth.cli.report;

import dev.hearth.evidence.verdict.Verdict;
import dev.hearth.planning.Backend;
import java.time.Instant;
import java.util.Optional;

/**
 * The last verdict on an installation.
 *
 * @param service its id
 * @param name of its container or unit
 * @param backend on which it should compute
 * @param image that it had then; empty for a program
 * @param outcome where it computed
 * @param because why, in a sentence
 * @param at when it was looked at
 */
public record RecordedVerdict(
    String service,
    String name,
    Backend backend,
    Optional<String> image,
    Verdict.Outcome outcome,
    String because,
    Instant at) {}
