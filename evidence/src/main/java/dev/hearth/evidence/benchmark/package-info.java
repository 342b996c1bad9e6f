/** Measures a service against a twin on the CPU, in turns, and says what the accelerator brings. */
@NullMarked
package dev.hearth.evidence.benchmark;

import org.jspecify.annotations.NullMarked;
