package dev.hearth.planning.service;

import dev.hearth.planning.Source;

/**
 * Files that a service writes when it compiles for an accelerator.
 *
 * @param where it holds
 * @param volume in which of its volumes, by name
 * @param glob under that volume: **&#47;*.mxr
 * @param says what they show, in a sentence
 */
public record EvidenceFile(Where where, String volume, String glob, String says, Source source) {}
