/** The accelerators of a machine: GPUs and NPUs as the kernel tells of them. */
@NullMarked
package dev.hearth.machine.accelerator;

import org.jspecify.annotations.NullMarked;
