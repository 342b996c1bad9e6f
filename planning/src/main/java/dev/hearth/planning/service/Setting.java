package dev.hearth.planning.service;

import dev.hearth.planning.Source;

/**
 * A variable of a service's environment.
 *
 * @param value {@code {cores}} in it is the number of the accelerator's cores
 * @param where it is set
 * @param because why, in half a sentence
 */
public record Setting(String name, String value, Where where, String because, Source source) {}
