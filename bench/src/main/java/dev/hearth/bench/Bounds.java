package dev.hearth.bench;

import java.time.Duration;

/**
 * When a measurement ends: after so many requests or so much time, whichever comes first, but only
 * after whole passes over the photos, so that every measurement has the same mix.
 *
 * @param requests at most; at least one pass is made
 * @param time after which no further pass begins
 */
public record Bounds(int requests, Duration time) {}
