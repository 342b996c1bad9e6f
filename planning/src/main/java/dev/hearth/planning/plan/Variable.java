package dev.hearth.planning.plan;

/**
 * A variable of the service's environment.
 *
 * @param reason why it is set, in half a sentence; empty where the user set it
 */
public record Variable(String name, String value, String reason) {}
