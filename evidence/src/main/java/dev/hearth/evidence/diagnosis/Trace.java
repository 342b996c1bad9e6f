package dev.hearth.evidence.diagnosis;

import java.util.Optional;

/**
 * A line of a log.
 *
 * @param number of the first line that makes it up, from 1
 * @param time as the log writes it
 * @param text whole, without colours and without what a log's keeper put before it
 */
public record Trace(long number, Optional<String> time, String text) {}
