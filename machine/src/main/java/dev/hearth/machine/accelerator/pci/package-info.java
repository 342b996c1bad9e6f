/** Devices on PCI, their DRM and accel nodes, and their names: what all vendors' probes share. */
@NullMarked
package dev.hearth.machine.accelerator.pci;

import org.jspecify.annotations.NullMarked;
