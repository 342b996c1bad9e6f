package dev.hearth.planning.plan;

/**
 * A port handed on.
 *
 * @param host the address it listens at on this machine; empty for all
 * @param outside on this machine
 * @param inside in the container
 */
public record Port(String host, int outside, int inside) {}
