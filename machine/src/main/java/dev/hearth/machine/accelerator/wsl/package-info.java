/** GPUs behind the paravirtualised /dev/dxg of WSL2. */
@NullMarked
package dev.hearth.machine.accelerator.wsl;

import org.jspecify.annotations.NullMarked;
