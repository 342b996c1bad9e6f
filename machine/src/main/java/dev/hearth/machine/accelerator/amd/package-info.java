/** AMD's GPUs and NPUs: KFD topology joined with PCI and DRM. */
@NullMarked
package dev.hearth.machine.accelerator.amd;

import org.jspecify.annotations.NullMarked;
