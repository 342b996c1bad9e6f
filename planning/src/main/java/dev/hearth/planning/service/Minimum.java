package dev.hearth.planning.service;

import dev.hearth.planning.Source;

/** The least of something, and who asks for it. */
public record Minimum<T>(T value, Source source) {}
