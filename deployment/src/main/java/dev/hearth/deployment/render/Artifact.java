package dev.hearth.deployment.render;

/**
 * A file that was rendered.
 *
 * @param name relative to where such files lie: immich-machine-learning.container
 */
public record Artifact(String name, String text) {}
