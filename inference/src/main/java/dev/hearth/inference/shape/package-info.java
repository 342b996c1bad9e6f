/** Sizes of inputs: any, as processors take them, or few, as devices that compile for each do. */
@NullMarked
package dev.hearth.inference.shape;

import org.jspecify.annotations.NullMarked;
