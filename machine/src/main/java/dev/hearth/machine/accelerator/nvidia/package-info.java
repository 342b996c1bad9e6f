/** NVIDIA's GPUs: cards on PCI, and Jetson boards. */
@NullMarked
package dev.hearth.machine.accelerator.nvidia;

import org.jspecify.annotations.NullMarked;
