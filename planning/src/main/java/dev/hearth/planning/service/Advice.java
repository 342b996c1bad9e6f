package dev.hearth.planning.service;

import dev.hearth.planning.Source;

/** What a person may do once the service runs so, in a sentence. */
public record Advice(Where where, String says, Source source) {}
