/**
 * What computes: processors and GPUs as the engine addresses them, and where a model's nodes went.
 */
@NullMarked
package dev.hearth.inference.device;

import org.jspecify.annotations.NullMarked;
