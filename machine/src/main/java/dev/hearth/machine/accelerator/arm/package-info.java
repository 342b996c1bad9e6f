/**
 * Accelerators that hang on no PCI: Mali, Rockchip's NPU, and the GPUs of other boards and of
 * virtual machines.
 */
@NullMarked
package dev.hearth.machine.accelerator.arm;

import org.jspecify.annotations.NullMarked;
