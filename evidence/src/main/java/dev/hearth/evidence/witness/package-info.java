/** One class a witness: what was observed in, a testimony out. Pure. */
@NullMarked
package dev.hearth.evidence.witness;

import org.jspecify.annotations.NullMarked;
