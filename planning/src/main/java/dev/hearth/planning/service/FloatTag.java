package dev.hearth.planning.service;

import dev.hearth.planning.Backend;

/**
 * A tag that names no version and moves on, where it is not built as the others are.
 *
 * @param stem of the family: latest
 * @param backend that it is for
 * @param tag its whole text: rocm
 */
public record FloatTag(String stem, Backend backend, String tag) {}
