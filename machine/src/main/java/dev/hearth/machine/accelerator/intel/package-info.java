/** Intel's GPUs and NPUs: i915, xe and intel_vpu. */
@NullMarked
package dev.hearth.machine.accelerator.intel;

import org.jspecify.annotations.NullMarked;
