/** AMD's gfx targets: who has kernels for them, and what can be pretended where nobody has. */
@NullMarked
package dev.hearth.planning.gfx;

import org.jspecify.annotations.NullMarked;
