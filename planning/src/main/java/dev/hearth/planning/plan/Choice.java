package dev.hearth.planning.plan;

/**
 * One thing that was chosen.
 *
 * @param what backend, accelerator, manager, image, groups, HSA_OVERRIDE_GFX_VERSION, …
 * @param value what was chosen, as people read it
 * @param reason why, in one sentence
 * @param otherwise how to have it otherwise: an option; empty where nothing else would work
 */
public record Choice(String what, String value, String reason, String otherwise) {}
