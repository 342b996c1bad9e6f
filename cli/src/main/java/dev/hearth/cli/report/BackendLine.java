package dev.hearth.cli.report;

/**
 * Whether a backend can compute on an accelerator.
 *
 * @param backend its name: rocm, cuda, vulkan, …
 * @param usable whether nothing found speaks against it
 * @param because what speaks against it, or what to mind
 * @param remedy what to type; empty where nothing helps or nothing is needed
 */
public record BackendLine(String backend, boolean usable, String because, String remedy) {}
