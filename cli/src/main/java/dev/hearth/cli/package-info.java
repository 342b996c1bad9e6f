/**
 * The command line and the composition root: the only place that wires, prints, exits and reads the
 * environment.
 */
@NullMarked
package dev.hearth.cli;

import org.jspecify.annotations.NullMarked;
