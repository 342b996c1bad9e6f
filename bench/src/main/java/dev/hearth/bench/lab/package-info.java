/** The GPU laboratory: the engine measured on a machine's GPU, beside its processor. */
@NullMarked
package dev.hearth.bench.lab;

import org.jspecify.annotations.NullMarked;
