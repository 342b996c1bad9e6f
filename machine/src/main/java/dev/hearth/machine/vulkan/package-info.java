/**
 * Vulkan on a machine: which drivers are installed, by their manifests, and, when asked to load
 * them, which devices they offer.
 */
@NullMarked
package dev.hearth.machine.vulkan;

import org.jspecify.annotations.NullMarked;
