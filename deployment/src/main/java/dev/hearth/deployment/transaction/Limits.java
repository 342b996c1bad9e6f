package dev.hearth.deployment.transaction;

import java.time.Duration;

/**
 * How long a deployment waits.
 *
 * @param interval between two questions for health
 * @param start for the new service to be well
 * @param back for the old one to be well again after a roll-back
 */
public record Limits(Duration interval, Duration start, Duration back) {}
