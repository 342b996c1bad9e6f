package dev.hearth.planning.service;

import java.util.Optional;

/**
 * What a service keeps.
 *
 * @param name of the volume where nobody gave it another
 * @param target where the container sees it
 * @param keeps what lies there, in words
 * @param size room to give it where a cluster asks: bytes
 */
public record Volume(String name, String target, String keeps, Optional<Long> size) {}
