/** The HTTP face of the engine: knows JSON and images, never tensors. */
@NullMarked
package dev.hearth.server;

import org.jspecify.annotations.NullMarked;
