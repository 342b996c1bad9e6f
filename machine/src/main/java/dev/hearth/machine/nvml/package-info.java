/** NVIDIA's management library: what the driver itself says of its GPUs, where it is installed. */
@NullMarked
package dev.hearth.machine.nvml;

import org.jspecify.annotations.NullMarked;
