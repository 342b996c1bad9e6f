package dev.hearth.planning.service;

import dev.hearth.planning.Source;

/**
 * The request by which a service's speed is compared.
 *
 * @param path it is posted to
 * @param body what is posted; {@code {photo}} in it stands for a photo, {@code {text}} for a text
 * @param counts what one answer counts for: photo, token, sentence
 * @param says what to mind, in words
 */
public record Workload(String path, String body, String counts, String says, Source source) {}
