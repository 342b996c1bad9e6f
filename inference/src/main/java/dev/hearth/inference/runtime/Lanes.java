package dev.hearth.inference.runtime;

/**
 * How one session works its queue off.
 *
 * @param runs that may be under way at once
 * @param queueLength requests that may wait
 * @param mostRows of waiting requests that go into one run; 1 where batches do not pay
 */
public record Lanes(int runs, int queueLength, int mostRows) {}
