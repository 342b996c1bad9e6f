/** Witnesses for and against computing on the accelerator, and the verdict. */
@NullMarked
package dev.hearth.evidence;

import org.jspecify.annotations.NullMarked;
